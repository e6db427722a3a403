/* A disk that tells what was asked of it and fails on demand: loaded into the program under test with LD_PRELOAD, see disk.rs.
 *
 * It watches what lies below the folder DISK. Each change and each sync is done under one lock and appended to the file DISK_LOG, so
 * that the log has the order in which they happened. Syncs are only noted: what a loss of power leaves is computed from the log.
 * DISK_FAULT says what goes wrong with `store`, the part of the folder that is under test:
 *
 *   kill N   the program is killed before its N-th change or sync
 *   full N   from the N-th on nothing can grow, until the program makes the file `space`; the first write is cut short
 *   fail N   the N-th, and no other, fails for want of space
 *
 * The system is called directly, never through the library whose functions are replaced here. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES_MAX 1024
#define SYNC_TIME_US 200

enum verdict { GOES_WELL, FAILS, IS_CUT_SHORT };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int log_file = -1;
static char fault[8];
static long fault_at, changes;
/* The number of the file behind a descriptor, 0 when it is not watched; whether faults concern it. */
static ino_t watched[FILES_MAX];
static char is_under_test[FILES_MAX];

__attribute__((constructor)) static void begin(void)
{
    const char *log = getenv("DISK_LOG"), *spec = getenv("DISK_FAULT");
    folder = getenv("DISK");
    folder_length = folder ? strlen(folder) : 0;
    if (log)
        log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (spec)
        sscanf(spec, "%7s %ld", fault, &fault_at);
}

/* The path below the watched folder, or nothing. */
static const char *below(const char *path)
{
    int is_below = folder && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || !path[folder_length]);
    return is_below ? path + folder_length + (path[folder_length] == '/') : NULL;
}

static int is_store(const char *name)
{
    return strncmp(name, "store", 5) == 0 && (name[5] == '/' || !name[5]);
}

static int is_watched(int fd)
{
    return fd >= 0 && fd < FILES_MAX && watched[fd];
}

/* Notes a change that was done: a line, and the bytes written, if any. */
static void note(const void *bytes, size_t length, const char *form, ...)
{
    char line[8192];
    va_list words;
    if (log_file < 0)
        return;
    va_start(words, form);
    int size = vsnprintf(line, sizeof line, form, words);
    va_end(words);
    struct iovec parts[] = {{line, size}, {(void *)bytes, length}};
    if (syscall(SYS_writev, log_file, parts, 2) != (long)(size + length))
        abort();
}

/* Counts a change or sync of what is under test, and says how it ends. */
static enum verdict verdict(int can_grow)
{
    changes++;
    if (strcmp(fault, "kill") == 0 && changes == fault_at)
        kill(getpid(), SIGKILL);
    if (strcmp(fault, "fail") == 0 && changes == fault_at)
        return FAILS;
    if (strcmp(fault, "full") == 0 && changes >= fault_at && can_grow)
        return changes == fault_at ? IS_CUT_SHORT : FAILS;
    return GOES_WELL;
}

static long no_space(void)
{
    errno = ENOSPC;
    return -1;
}

static long leave(long result)
{
    int error = errno;
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return result;
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & (O_CREAT | __O_TMPFILE)) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    const char *name = below(path);
    if (!name)
        return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    pthread_mutex_lock(&one_at_a_time);
    struct stat file;
    int is_new = (flags & O_CREAT) && stat(path, &file) != 0;
    if (is_new && is_store(name) && verdict(1) != GOES_WELL)
        return leave(no_space());
    int fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && fd < FILES_MAX && fstat(fd, &file) == 0) {
        watched[fd] = file.st_ino;
        is_under_test[fd] = is_store(name);
        if (is_new)
            note("", 0, "create %lu %s\n", (unsigned long)file.st_ino, name);
        else if (flags & O_TRUNC)
            note("", 0, "truncate %lu 0\n", (unsigned long)file.st_ino);
        if (is_new && strcmp(name, "space") == 0)
            fault[0] = 0;
    }
    return leave(fd);
}
int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int close(int fd)
{
    pthread_mutex_lock(&one_at_a_time);
    if (is_watched(fd))
        watched[fd] = 0;
    return leave(syscall(SYS_close, fd));
}

static ssize_t write_at(int fd, const void *bytes, size_t length, off_t offset)
{
    switch (is_under_test[fd] ? verdict(1) : GOES_WELL) {
    case FAILS:
        return no_space();
    case IS_CUT_SHORT:
        length = length > 1 ? length / 2 : length;
        /* falls through */
    case GOES_WELL:
        break;
    }
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, offset);
    if (done > 0)
        note(bytes, done, "write %lu %lld %zd\n", (unsigned long)watched[fd], (long long)offset, done);
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    if (!is_watched(fd))
        return syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_lock(&one_at_a_time);
    return leave(write_at(fd, bytes, length, offset));
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) __attribute__((alias("pwrite64")));

ssize_t write(int fd, const void *bytes, size_t length)
{
    if (!is_watched(fd))
        return syscall(SYS_write, fd, bytes, length);
    pthread_mutex_lock(&one_at_a_time);
    off_t offset = lseek(fd, 0, (fcntl(fd, F_GETFL) & O_APPEND) ? SEEK_END : SEEK_CUR);
    ssize_t done = write_at(fd, bytes, length, offset);
    if (done > 0)
        lseek(fd, offset + done, SEEK_SET);
    return leave(done);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    /* A short write is an answer that every caller must understand. */
    return is_watched(fd) && count > 0 ? write(fd, parts[0].iov_base, parts[0].iov_len) : syscall(SYS_writev, fd, parts, count);
}

int ftruncate64(int fd, off_t length)
{
    struct stat file;
    if (!is_watched(fd))
        return syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&one_at_a_time);
    if (is_under_test[fd] && verdict(fstat(fd, &file) == 0 && length > file.st_size) != GOES_WELL)
        return leave(no_space());
    int done = syscall(SYS_ftruncate, fd, length);
    if (done == 0)
        note("", 0, "truncate %lu %lld\n", (unsigned long)watched[fd], (long long)length);
    return leave(done);
}
int ftruncate(int fd, off_t length) __attribute__((alias("ftruncate64")));

int fsync(int fd)
{
    if (!is_watched(fd))
        return syscall(SYS_fsync, fd);
    /* A sync takes its time, in which others go on. */
    usleep(SYNC_TIME_US);
    pthread_mutex_lock(&one_at_a_time);
    if (is_under_test[fd] && verdict(0) != GOES_WELL)
        return leave(no_space());
    note("", 0, "sync %lu\n", (unsigned long)watched[fd]);
    return leave(0);
}
int fdatasync(int fd) __attribute__((alias("fsync")));

int mkdir(const char *path, mode_t mode)
{
    const char *name = below(path);
    struct stat made;
    if (!name)
        return syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    pthread_mutex_lock(&one_at_a_time);
    if (is_store(name) && verdict(1) != GOES_WELL)
        return leave(no_space());
    int done = syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (done == 0 && stat(path, &made) == 0)
        note("", 0, "mkdir %lu %s\n", (unsigned long)made.st_ino, name);
    return leave(done);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    const char *old = below(from), *new = below(to);
    if (!old || !new)
        return syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    pthread_mutex_lock(&one_at_a_time);
    if (is_store(new) && verdict(1) != GOES_WELL)
        return leave(no_space());
    int done = syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    if (done == 0)
        note("", 0, "link %s %s\n", old, new);
    return leave(done);
}

int rename(const char *from, const char *to)
{
    const char *old = below(from), *new = below(to);
    if (!old || !new)
        return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    pthread_mutex_lock(&one_at_a_time);
    if (is_store(new) && verdict(1) != GOES_WELL)
        return leave(no_space());
    int done = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (done == 0)
        note("", 0, "rename %s %s\n", old, new);
    return leave(done);
}

int unlink(const char *path)
{
    const char *name = below(path);
    if (!name)
        return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    pthread_mutex_lock(&one_at_a_time);
    if (is_store(name) && verdict(0) == FAILS)
        return leave(no_space());
    int done = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (done == 0)
        note("", 0, "unlink %s\n", name);
    return leave(done);
}
