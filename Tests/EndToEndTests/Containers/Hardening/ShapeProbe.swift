/// A program for the inside of a container that reports what it has: mounts, namespaces, processes, devices, limits.
enum ShapeProbe {
    static let program = #"""
        import os, resource

        def fact(name, value):
            print(f"{name}={value}", flush=True)

        def text(path):
            try:
                with open(path) as file:
                    return file.read()
            except OSError:
                return ""

        for line in text("/proc/self/mountinfo").splitlines():
            own, filesystem = line.split(" - ")
            words = own.split()
            fact(f"mount {words[4]}", f"{filesystem.split()[0]} {words[5]} {' '.join(words[6:])}".strip())
            fact(f"may write {words[4]}", os.access(words[4], os.W_OK))
        for name in ("pid", "net", "ipc", "uts", "mnt", "cgroup", "user"):
            fact(f"namespace {name}", os.readlink(f"/proc/self/ns/{name}"))
        processes = [name for name in os.listdir("/proc") if name.isdigit()]
        fact("processes", " ".join(sorted({text(f"/proc/{p}/comm").strip() or "gone" for p in processes})))
        fact("foreign", sum("--agents-dir" in text(f"/proc/{p}/cmdline") for p in processes))
        fact("devices", " ".join(sorted(os.listdir("/dev"))))
        fact("oom_score_adj", text("/proc/self/oom_score_adj").strip())
        for name, kind in (("nofile", resource.RLIMIT_NOFILE), ("core", resource.RLIMIT_CORE)):
            soft, hard = resource.getrlimit(kind)
            fact(f"limit {name}", f"{soft} {hard}")
        fact("groups", " ".join(map(str, os.getgroups())))
        fact("ids", " ".join(map(str, os.getresuid() + os.getresgid())))
        fact("sshd", os.path.exists("/usr/sbin/sshd"))
        fact("listening", sum(line.split()[3] == "0A" for line in text("/proc/net/tcp").splitlines()[1:]))
        fact("abstract sockets", sum(" @" in line for line in text("/proc/net/unix").splitlines()))
        fact("secrets in process 1", sum(word in text("/proc/1/environ") for word in ("TOKEN", "KEY=", "SECRET")))

        """#
}
