"""Write a cpio archive in the "newc" format, the one a kernel unpacks as its initramfs."""

import stat


def archive(entries):
    """Pack entries, an iterable of (path without leading slash, mode with file type, content as bytes)."""
    packed = bytearray()
    for inode, (path, mode, content) in enumerate(entries, 1):
        packed += _entry(inode, path, mode, content)
    packed += _entry(0, "TRAILER!!!", 0, b"")
    # The kernel unpacks archives one behind the other if each one begins at a multiple of four.
    return bytes(packed) + b"\0" * (-len(packed) % 512)


def directory(path):
    return path, stat.S_IFDIR | 0o755, b""


def file(path, content, executable=False):
    return path, stat.S_IFREG | (0o755 if executable else 0o644), content


def link(path, target):
    return path, stat.S_IFLNK | 0o777, target.encode()


def _entry(inode, path, mode, content):
    name = path.encode() + b"\0"
    links = 2 if stat.S_ISDIR(mode) else 1
    # ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
    fields = (inode, mode, 0, 0, links, 0, len(content), 0, 0, 0, 0, len(name), 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name
    return _padded(head) + _padded(content)


def _padded(data):
    return data + b"\0" * (-len(data) % 4)
