"""Take the uncompressed kernel out of a package's file.

The kernel's own decompression costs seconds under emulation; QEMU starts the ELF file inside directly (PVH).
"""

import lzma
import struct
import subprocess
import zlib

from .failure import Failure

# Offsets in the setup header: Documentation/arch/x86/boot.rst of the kernel.
# An arm64 Image and its EFI wrapper: Documentation/arch/arm64/booting.rst, drivers/firmware/efi/libstub/zboot-header.S.
ARM64_MAGIC, ZBOOT = 0x38, 4
SETUP_SECTORS, SIGNATURE, PAYLOAD_OFFSET, PAYLOAD_LENGTH = 0x1F1, 0x202, 0x248, 0x24C


def extract(image):
    """Give the ELF file inside image (bytes)."""
    if image[SIGNATURE:SIGNATURE + 4] != b"HdrS":
        raise Failure("this is not a Linux bzImage")
    start = (image[SETUP_SECTORS] + 1) * 512 + struct.unpack_from("<I", image, PAYLOAD_OFFSET)[0]
    payload = image[start:start + struct.unpack_from("<I", image, PAYLOAD_LENGTH)[0]]
    elf = _decompress(payload)
    if elf[:4] != b"\x7fELF":
        raise Failure("the payload of the bzImage is not an ELF file")
    return elf


def raw_image(image):
    """Give the arm64 Image in a package's file (bytes): as it is, or out of an EFI wrapper that QEMU 7.2 does not open."""
    if image[ZBOOT:ZBOOT + 4] == b"zimg":
        offset, length = struct.unpack_from("<II", image, ZBOOT + 4)
        image = _decompress(image[offset:offset + length])
    if image[ARM64_MAGIC:ARM64_MAGIC + 4] != b"ARMd":
        raise Failure("this is not an arm64 Image")
    return image


def _decompress(payload):
    # Except for gzip, four bytes with the uncompressed size follow the stream.
    if payload.startswith(b"\xfd7zXZ"):
        return lzma.LZMADecompressor(format=lzma.FORMAT_XZ).decompress(payload)
    if payload.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(wbits=31).decompress(payload)
    if payload.startswith(b"\x28\xb5\x2f\xfd"):
        return _filter("zstd", payload[:-4])
    if payload.startswith(b"\x02\x21\x4c\x18"):
        return _filter("lz4", payload[:-4])
    raise Failure(f"unknown compression of the kernel, magic {payload[:6].hex()}")


def _filter(tool, data):
    done = subprocess.run([tool, "-d", "-c"], input=data, capture_output=True)
    if done.returncode:
        raise Failure(f"{tool} cannot decompress the kernel: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
