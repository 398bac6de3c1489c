/// A program for the inside of a container that tries to get out of it, or to get more than it was given.
///
/// It prints a line for each attempt, `escape NAME=RESULT`: `yes`, or the errno that stopped it. An error about the
/// arguments (`EINVAL`, `EFAULT`, …) counts as no refusal: the right to the call was there.
enum EscapeProbe {
    /// Errors by which a kernel, a mount or a missing file refuses.
    static let refusals: Set = ["EPERM", "EACCES", "EROFS", "ENOENT", "ENOSYS", "ESRCH", "ENODEV", "ENXIO"]

    /// Attempts that succeed where root has its capabilities and no filter; what needs a kernel with modules, say, is not
    /// among them.
    static let possible: Set = [
        "mount", "bind mount", "remount the root", "unmount", "pivot root", "chroot", "mount namespace",
        "network namespace", "process namespace", "join a namespace", "raw socket", "packet socket",
        "block device", "character device", "open by handle", "reboot", "swap", "clock", "host name",
        "program in the kernel", "nice", "user 0", "group 0", "groups", "write the root", "write /usr/bin",
        "change /etc/passwd",
    ]

    /// Python; takes the number of a process of the host.
    static let program = head + kernel + files + rights

    private static let head = #"""
        import ctypes, errno, glob, os, platform, resource, socket, stat, sys
        libc = ctypes.CDLL(None, use_errno=True)
        arm = platform.machine() == "aarch64"

        def call(name, *arguments):
            words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
            if getattr(libc, name)(*words) == -1:
                raise OSError(ctypes.get_errno(), name)

        def syscall(x86, other, *arguments):
            call("syscall", other if arm else x86, *arguments)

        def attempt(name, action):
            # Each in a process of its own, with mounts of its own where it may have them: one that succeeds must
            # not change what comes after it.
            child = os.fork()
            if child == 0:
                code = 0
                libc.unshare(1 << 17)
                try:
                    action()
                except OSError as error:
                    code = error.errno or 255
                except ValueError:
                    code = errno.EPERM
                os._exit(code)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            result = "yes" if code == 0 else errno.errorcode.get(code, str(code))
            print(f"escape {name}={result}", flush=True)

        def readable(path):
            # A masked file opens, and is empty.
            with open(path, "rb") as file:
                if not file.read(1):
                    raise OSError(errno.EACCES, path)

        def writable(path):
            os.close(os.open(path, os.O_WRONLY))

        def cgroup(file=""):
            found = [p for p in ("/sys/fs/cgroup/memory", "/sys/fs/cgroup") if os.path.isdir(p)]
            return os.path.join(found[0], file)

        """#

    private static let kernel = #"""
        attempt("mount", lambda: call("mount", b"none", b"/tmp", b"tmpfs", 0, None))
        attempt("bind mount", lambda: call("mount", b"/proc", b"/tmp", None, 4096, None))
        attempt("remount the root", lambda: call("mount", None, b"/", None, 4096 | 32, None))
        attempt("unmount", lambda: call("umount2", b"/dev/shm", 2))
        attempt("pivot root", lambda: syscall(155, 41, b"/tmp", b"/tmp"))
        attempt("chroot", lambda: os.chroot("/tmp"))
        for name, flag in (("user", 1 << 28), ("mount", 1 << 17), ("network", 1 << 30), ("process", 1 << 29)):
            attempt(f"{name} namespace", lambda: call("unshare", flag))
        attempt("join a namespace", lambda: call("setns", os.open("/proc/1/ns/mnt", os.O_RDONLY), 0))
        attempt("trace a process of the host", lambda: call("ptrace", 0x4206, int(sys.argv[1]), None, None))
        attempt("signal a process of the host", lambda: os.kill(int(sys.argv[1]), 0))
        attempt("raw socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
        attempt("raw socket of IPv6", lambda: socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58))
        attempt("packet socket", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0))
        attempt("block device", lambda: os.mknod("/tmp/disk", stat.S_IFBLK | 0o600, os.makedev(8, 0)))
        attempt("character device", lambda: os.mknod("/tmp/memory", stat.S_IFCHR | 0o600, os.makedev(1, 1)))
        attempt("open by handle", lambda: syscall(304, 265, -100, ctypes.c_char_p(b"\x08" + bytes(31)), 0))
        attempt("kernel module", lambda: syscall(175, 105, None, 0, b""))
        attempt("another kernel", lambda: syscall(246, 104, 0, 0, None, 0))
        attempt("reboot", lambda: syscall(169, 142, 0, 0, 0, None))
        attempt("swap", lambda: call("swapon", b"/tmp", 0))
        attempt("clock", lambda: syscall(227, 112, 0, None))
        attempt("host name", lambda: socket.sethostname("elsewhere"))
        attempt("kernel log", lambda: call("klogctl", 3, ctypes.create_string_buffer(16), 16))
        attempt("program in the kernel", lambda: syscall(321, 280, 0, ctypes.create_string_buffer(72), 72))
        attempt("performance counters", lambda: syscall(298, 241, ctypes.create_string_buffer(128), -1, 0, -1, 0))
        attempt("key of the kernel", lambda: syscall(248, 217, b"user", b"outpost", b"x", 1, -3))
        if not arm:
            attempt("ports of the machine", lambda: syscall(172, 0, 3))

        """#

    private static let files = #"""
        attempt("own cgroup", lambda: os.mkdir(cgroup("outpost-escape")))
        for file in ("cgroup.procs", "memory.max", "memory.limit_in_bytes", "release_agent", "notify_on_release"):
            attempt(f"cgroup file {file}", lambda: writable(cgroup(file)))
        attempt("core pattern", lambda: writable("/proc/sys/kernel/core_pattern"))
        attempt("module loader", lambda: writable("/proc/sys/kernel/modprobe"))
        attempt("drop caches", lambda: writable("/proc/sys/vm/drop_caches"))
        attempt("sysrq", lambda: writable("/proc/sysrq-trigger"))
        attempt("interrupts", lambda: writable("/proc/irq/default_smp_affinity"))
        attempt("kernel memory", lambda: readable("/proc/kcore"))
        attempt("memory", lambda: readable("/dev/mem"))
        attempt("kernel keys", lambda: readable("/proc/keys"))
        attempt("kernel timers", lambda: readable("/proc/timer_list"))
        attempt("uevent helper", lambda: writable("/sys/kernel/uevent_helper"))
        attempt("power state", lambda: writable("/sys/power/state"))
        attempt("kernel debugging", lambda: os.listdir("/sys/kernel/debug/tracing"))
        attempt("write the root", lambda: os.mkdir("/outpost-escape"))
        attempt("write /usr/bin", lambda: os.mkdir("/usr/bin/outpost-escape"))
        attempt("change /etc/passwd", lambda: writable("/etc/passwd"))
        attempt("change the entrypoint", lambda: writable("/opt/outpost/entrypoint"))
        attempt("write the door", lambda: os.mkdir("/run/outpost/outpost-escape"))
        attempt("replace the door", lambda: os.rename("/run/outpost/door.sock", "/run/outpost/other"))
        attempt("an engine's socket", lambda: os.stat("/var/run/docker.sock"))
        for device in ("sda", "vda", "nvme0n1", "fuse", "net/tun", "kvm", "kmsg", "loop-control", "vhost-net"):
            attempt(f"device {device}", lambda: os.open(f"/dev/{device}", os.O_RDONLY))

        """#

    private static let rights = #"""
        attempt("user 0", lambda: os.setuid(0))
        attempt("group 0", lambda: os.setgid(0))
        attempt("groups", lambda: os.setgroups([0]))
        attempt("nice", lambda: os.nice(-5))
        attempt("more open files", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 16, 1 << 16)))
        if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
            attempt("core dumps", lambda: resource.setrlimit(resource.RLIMIT_CORE, (1, 1)))

        def less_likely():
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write("-1000")

        attempt("less likely to be killed", less_likely)
        print("setuid program=" + os.popen("/opt/outpost-test/identity -u").read().strip(), flush=True)

        """#
}
