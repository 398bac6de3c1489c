/* Counts what the process makes durable, and kills it before the one that it is told, in place of a kill by hand.
 *
 * Preloaded. Counting begins when the file SYNCS_ARMED exists; SYNCS_COUNT gets a byte for each, and the process dies
 * at number SYNCS_KILL. While the file SYNCS_FAIL exists nothing can be made durable. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_int seen;

static void note(void) {
    const char *armed = getenv("SYNCS_ARMED"), *count = getenv("SYNCS_COUNT"), *at = getenv("SYNCS_KILL");
    if (!armed || !count || access(armed, F_OK) != 0) return;
    int number = atomic_fetch_add(&seen, 1) + 1;
    int file = open(count, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file >= 0) {
        if (write(file, "x", 1) < 0) abort();
        close(file);
    }
    if (at && number == atoi(at)) kill(getpid(), SIGKILL);
}

static int fails(void) {
    const char *fail = getenv("SYNCS_FAIL");
    if (!fail || access(fail, F_OK) != 0) return 0;
    errno = EIO;
    return 1;
}

int fsync(int file) {
    note();
    if (fails()) return -1;
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
    note();
    if (fails()) return -1;
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}
