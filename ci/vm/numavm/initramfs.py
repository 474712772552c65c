"""What the kernel starts: busybox, the modules of the first seconds, and the two scripts of the guest."""

from pathlib import Path

from . import cpio, modules

BUSYBOX = Path("/bin/busybox")
SCRIPTS = Path(__file__).parent / "guest"
APPLETS = ("sh", "cat", "insmod", "mkdir", "mount", "switch_root", "cp", "ln", "sleep", "umount")


def build(kernel_folder, session, userland=None):
    """Pack the initramfs of one guest; session is the shell text that says what this guest has to do.

    userland is the folder with the programs of the guest's architecture, None if they are the host's.
    """
    busybox = userland / "usr/bin/busybox" if userland else BUSYBOX
    ready = {path.stem: path.read_bytes() for path in (kernel_folder / "modules").glob("*.ko")}
    boot = modules.load_order(ready, modules.BOOT)
    entries = [cpio.directory(name) for name in ("bin", "modules", "dev", "proc", "sys", "host", "programs",
                                                    "layer", "newroot")]
    entries.append(cpio.file("bin/busybox", busybox.read_bytes(), executable=True))
    entries += [cpio.link(f"bin/{applet}", "busybox") for applet in APPLETS]
    entries += [cpio.file(f"modules/{name}.ko", ready[name]) for name in boot]
    entries.append(cpio.file("modules/order", "".join(f"{name}\n" for name in boot).encode()))
    entries.append(cpio.file("session", session))
    for script in ("init", "inside"):
        entries.append(cpio.file(script, (SCRIPTS / script).read_bytes(), executable=True))
    return cpio.archive(entries)
