/* Keeps what a power cut would leave of the files in one folder: of each what was last synced, under the names that were
 * last synced.
 *
 * Preloaded. DISK_ROOT is the folder, DISK_KEPT where it is kept: the contents by inode, the names in `names`. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

/* A process that is killed in the middle of it leaves what was kept before. */
static FILE *begin(const char *kept) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/new", kept);
    FILE *file = fopen(path, "we");
    if (!file) abort();
    return file;
}

static void end(FILE *file, const char *kept, const char *name) {
    char from[PATH_MAX], to[PATH_MAX];
    snprintf(from, sizeof from, "%s/new", kept);
    snprintf(to, sizeof to, "%s/%s", kept, name);
    if (fclose(file) != 0 || rename(from, to) != 0) abort();
}

static void keep_names(const char *root, const char *kept) {
    DIR *folder = opendir(root);
    if (!folder) return;
    FILE *file = begin(kept);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_type == DT_REG) fprintf(file, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
    closedir(folder);
    end(file, kept, "names");
}

static void keep_contents(int source, ino_t inode, const char *kept) {
    char piece[65536], name[32];
    FILE *file = begin(kept);
    off_t offset = 0;
    for (ssize_t count; (count = pread(source, piece, sizeof piece, offset)) > 0; offset += count)
        if (fwrite(piece, 1, (size_t)count, file) != (size_t)count) abort();
    snprintf(name, sizeof name, "%lu", (unsigned long)inode);
    end(file, kept, name);
}

static void keep(int file) {
    const char *root = getenv("DISK_ROOT"), *kept = getenv("DISK_KEPT");
    char link[64], path[PATH_MAX];
    struct stat status;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (!root || !kept || length < 0 || access(kept, F_OK) != 0 || fstat(file, &status) != 0) return;
    path[length] = 0;
    size_t prefix = strlen(root);
    if (strncmp(path, root, prefix) != 0) return;
    pthread_mutex_lock(&one);
    if (!path[prefix]) {
        keep_names(root, kept);
    } else if (path[prefix] == '/' && !strchr(path + prefix + 1, '/') && S_ISREG(status.st_mode)) {
        int source = open(link, O_RDONLY | O_CLOEXEC);
        if (source < 0) abort();
        keep_contents(source, status.st_ino, kept);
        close(source);
    }
    pthread_mutex_unlock(&one);
}

int fsync(int file) {
    int result = ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
    if (result == 0) keep(file);
    return result;
}

int fdatasync(int file) {
    int result = ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
    if (result == 0) keep(file);
    return result;
}
