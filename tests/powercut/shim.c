/*
 * What a process does to the files below one folder, in order, as a log to replay (docs/proof.md).
 *
 * Preloaded (LD_PRELOAD). CACAH_SHIM_ROOT is the folder, without symbolic links; CACAH_SHIM_LOG the
 * file that gets the records. With CACAH_SHIM_DROP_SYNC set, no sync happens and none is recorded:
 * the process is told that it did, as by a disk that lies.
 *
 * Which file a descriptor stands for is asked of the kernel each time, so that duplicated and reused
 * descriptors and renamed files need no book-keeping. Calls below the folder happen one at a time:
 * the order of the log is the order in which they happened.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* As tests/src/powercut/log.rs reads them. */
enum kind {
    CREATE = 'c',   /* path                  a file that was not there */
    WRITE = 'w',    /* path, offset, data */
    TRUNCATE = 't', /* path, offset = length */
    SYNC = 's',     /* path                  of a file or folder */
    RENAME = 'r',   /* path, data = new path */
    UNLINK = 'u',   /* path */
    MKDIR = 'd',    /* path */
    RMDIR = 'x',    /* path */
    OUT = 'o',      /* offset = lines that left on standard output, 0 for bytes on a socket */
    UNKNOWN = '?',  /* path, data = call     a replay without it would be wrong */
};

/* Little-endian, before the path and the data. */
struct header {
    uint8_t kind;
    uint8_t zero[3];
    uint32_t path;
    uint64_t offset;
    uint64_t data;
};

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int drops_syncs;
static int journal = -1;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static ssize_t raw_writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    return real(fd, parts, count);
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("CACAH_SHIM_ROOT"), *log = getenv("CACAH_SHIM_LOG");
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    if (!folder || !log) return;
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    drops_syncs = getenv("CACAH_SHIM_DROP_SYNC") != NULL;
    journal = real(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal < 0) abort();
}

/* A record is one write at the end of the log: whole, and in order. */
static void note(enum kind kind, const char *path, uint64_t offset, const void *data, size_t size) {
    int kept = errno;
    struct header header = {.kind = kind, .path = strlen(path), .offset = offset, .data = size};
    struct iovec parts[3] = {
        {&header, sizeof header}, {(void *)path, header.path}, {(void *)data, size}};
    if (raw_writev(journal, parts, 3) != (ssize_t)(sizeof header + header.path + size)) abort();
    errno = kept;
}

static int below(const char *path) {
    return journal >= 0 && strncmp(path, root, root_length) == 0
        && (path[root_length] == '/' || path[root_length] == 0);
}

/* The path of an open file, if it has one below the folder still. */
static int path_of(int fd, char path[PATH_MAX]) {
    char link[64];
    if (journal < 0 || fd < 0) return 0;
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    errno = kept;
    if (length <= 0) return 0;
    path[length] = 0;
    size_t gone = strlen(" (deleted)");
    if ((size_t)length > gone && strcmp(path + length - gone, " (deleted)") == 0) return 0;
    return below(path);
}

/* An absolute path without links in its folder; the last part may not be there yet. */
static int path_at(int folder, const char *name, char path[PATH_MAX]) {
    char joined[PATH_MAX], parent[PATH_MAX], base[64];
    if (journal < 0) return 0;
    int kept = errno;
    if (name[0] == '/') {
        snprintf(joined, sizeof joined, "%s", name);
    } else {
        snprintf(base, sizeof base, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        ssize_t length = readlink(base, parent, sizeof parent - 1);
        if (length <= 0) { errno = kept; return 0; }
        parent[length] = 0;
        if (snprintf(joined, sizeof joined, "%s/%s", parent, name) >= (int)sizeof joined) abort();
    }
    for (size_t end = strlen(joined); end > 1 && joined[end - 1] == '/';) joined[--end] = 0;
    char *last = strrchr(joined, '/');
    *last = 0;
    if (!realpath(last == joined ? "/" : joined, parent)) { errno = kept; return 0; }
    if (snprintf(path, PATH_MAX, "%s/%s", strcmp(parent, "/") ? parent : "", last + 1) >= PATH_MAX) abort();
    errno = kept;
    return below(path);
}

static int is_socket(int fd) {
    struct stat stat;
    int kept = errno, yes = fstat(fd, &stat) == 0 && S_ISSOCK(stat.st_mode);
    errno = kept;
    return yes;
}

/* Standard output, or a descriptor of its own of the same pipe. */
static int is_out(int fd) {
    struct stat own, out;
    if (fd == STDOUT_FILENO) return 1;
    int kept = errno, yes = fstat(fd, &own) == 0 && S_ISFIFO(own.st_mode) && fstat(STDOUT_FILENO, &out) == 0
        && own.st_dev == out.st_dev && own.st_ino == out.st_ino;
    errno = kept;
    return yes;
}

/* Bytes that leave the process: noted before they go, since nothing that follows may hold them up. */
static void leaves(int fd, const struct iovec *parts, int count) {
    uint64_t lines = 0;
    if (journal < 0) return;
    int out = is_out(fd);
    if (!out && !is_socket(fd)) return;
    if (out)
        for (int i = 0; i < count; i++)
            for (size_t j = 0; j < parts[i].iov_len; j++)
                lines += ((const char *)parts[i].iov_base)[j] == '\n';
    if (out && lines == 0) return;
    pthread_mutex_lock(&order);
    note(OUT, "", lines, NULL, 0);
    pthread_mutex_unlock(&order);
}

/* What a successful write put where it ended. */
static void wrote(const char *path, uint64_t offset, const struct iovec *parts, int count, ssize_t done) {
    for (int i = 0; i < count && done > 0; i++) {
        size_t size = (size_t)done < parts[i].iov_len ? (size_t)done : parts[i].iov_len;
        note(WRITE, path, offset, parts[i].iov_base, size);
        offset += size;
        done -= size;
    }
}

/* `call` under the lock, `noted` if it did what it should. */
#define ORDERED(type, is_below, call, noted) \
    do { \
        if (!(is_below)) return call; \
        pthread_mutex_lock(&order); \
        type done = call; \
        if (done >= 0) { noted; } \
        pthread_mutex_unlock(&order); \
        return done; \
    } while (0)

/* ---- opening ---- */

static int opened(int folder, const char *name, int flags, mode_t mode,
                  int (*real)(int, const char *, int, ...)) {
    char path[PATH_MAX];
    struct stat stat;
    if (!(flags & (O_CREAT | O_TRUNC)) || (flags & O_TMPFILE) == O_TMPFILE
        || !path_at(folder, name, path))
        return real(folder, name, flags, mode);
    pthread_mutex_lock(&order);
    int there = lstat(path, &stat) == 0;
    int fd = real(folder, name, flags, mode);
    if (fd >= 0 && !there) note(CREATE, path, 0, NULL, 0);
    if (fd >= 0 && there && (flags & O_TRUNC)) note(TRUNCATE, path, 0, NULL, 0);
    pthread_mutex_unlock(&order);
    return fd;
}

static int real_openat(int folder, const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    REAL(openat);
    return real(folder, name, flags, mode);
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *name, int flags, ...) { MODE return opened(AT_FDCWD, name, flags, mode, real_openat); }
int open64(const char *name, int flags, ...) {
    MODE return opened(AT_FDCWD, name, flags | O_LARGEFILE, mode, real_openat);
}
int openat(int folder, const char *name, int flags, ...) {
    MODE return opened(folder, name, flags, mode, real_openat);
}
int openat64(int folder, const char *name, int flags, ...) {
    MODE return opened(folder, name, flags | O_LARGEFILE, mode, real_openat);
}
int creat(const char *name, mode_t mode) {
    return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode, real_openat);
}

/* ---- contents ---- */

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    char path[PATH_MAX];
    struct iovec part = {(void *)data, size};
    leaves(fd, &part, 1);
    ORDERED(ssize_t, path_of(fd, path), real(fd, data, size),
            wrote(path, lseek(fd, 0, SEEK_CUR) - done, &part, 1, done));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    leaves(fd, parts, count);
    ORDERED(ssize_t, path_of(fd, path), raw_writev(fd, parts, count),
            wrote(path, lseek(fd, 0, SEEK_CUR) - done, parts, count, done));
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(pwrite);
    char path[PATH_MAX];
    struct iovec part = {(void *)data, size};
    ORDERED(ssize_t, path_of(fd, path), real(fd, data, size, at), wrote(path, at, &part, 1, done));
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return pwrite(fd, data, size, at); }

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    REAL(pwritev);
    char path[PATH_MAX];
    ORDERED(ssize_t, path_of(fd, path), real(fd, parts, count, at), wrote(path, at, parts, count, done));
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    return pwritev(fd, parts, count, at);
}

int ftruncate(int fd, off_t length) {
    REAL(ftruncate);
    char path[PATH_MAX];
    ORDERED(int, path_of(fd, path), real(fd, length), note(TRUNCATE, path, length, NULL, 0));
}
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

int truncate(const char *name, off_t length) {
    REAL(truncate);
    char path[PATH_MAX];
    ORDERED(int, path_at(AT_FDCWD, name, path), real(name, length), note(TRUNCATE, path, length, NULL, 0));
}
int truncate64(const char *name, off64_t length) { return truncate(name, length); }

/* ---- syncing; sync_file_range promises nothing after a power cut, so it is left out ---- */

static int synced(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    if (drops_syncs && path_of(fd, path)) return 0;
    ORDERED(int, path_of(fd, path), real(fd), note(SYNC, path, 0, NULL, 0));
}
int fsync(int fd) { REAL(fsync); return synced(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return synced(fd, real); }

/* ---- names ---- */

static int renamed(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    REAL(renameat2);
    char path[PATH_MAX], new_path[PATH_MAX];
    int was = path_at(from_folder, from, path), is = path_at(to_folder, to, new_path);
    ORDERED(int, was || is, real(from_folder, from, to_folder, to, flags),
            if (was && is && !(flags & RENAME_EXCHANGE)) note(RENAME, path, 0, new_path, strlen(new_path));
            else note(UNKNOWN, was ? path : new_path, 0, "rename", 6));
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int a, const char *from, int b, const char *to) { return renamed(a, from, b, to, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    return renamed(a, from, b, to, flags);
}

int unlinkat(int folder, const char *name, int flags) {
    REAL(unlinkat);
    char path[PATH_MAX];
    ORDERED(int, path_at(folder, name, path), real(folder, name, flags),
            note(flags & AT_REMOVEDIR ? RMDIR : UNLINK, path, 0, NULL, 0));
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t mode) {
    REAL(mkdirat);
    char path[PATH_MAX];
    ORDERED(int, path_at(folder, name, path), real(folder, name, mode), note(MKDIR, path, 0, NULL, 0));
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* ---- what the network gets ---- */

ssize_t send(int fd, const void *data, size_t size, int flags) {
    REAL(send);
    struct iovec part = {(void *)data, size};
    leaves(fd, &part, 1);
    return real(fd, data, size, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    REAL(sendmsg);
    leaves(fd, message->msg_iov, message->msg_iovlen);
    return real(fd, message, flags);
}

/* ---- ways past the log: refused where a plain write follows, told where none does ---- */

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags) {
    REAL(copy_file_range);
    char path[PATH_MAX];
    if (path_of(out, path)) { errno = ENOSYS; return -1; }
    return real(in, from, out, to, size, flags);
}

ssize_t sendfile(int out, int in, off_t *from, size_t size) {
    REAL(sendfile);
    char path[PATH_MAX];
    if (path_of(out, path)) { errno = ENOSYS; return -1; }
    return real(out, in, from, size);
}
ssize_t sendfile64(int out, int in, off64_t *from, size_t size) { return sendfile(out, in, from, size); }

int fallocate(int fd, int mode, off_t offset, off_t length) {
    REAL(fallocate);
    char path[PATH_MAX];
    if (path_of(fd, path)) { errno = EOPNOTSUPP; return -1; }
    return real(fd, mode, offset, length);
}
int fallocate64(int fd, int mode, off64_t offset, off64_t length) { return fallocate(fd, mode, offset, length); }

int posix_fallocate(int fd, off_t offset, off_t length) {
    REAL(posix_fallocate);
    char path[PATH_MAX];
    return path_of(fd, path) ? EOPNOTSUPP : real(fd, offset, length);
}
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return posix_fallocate(fd, offset, length); }

int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL(linkat);
    char path[PATH_MAX];
    ORDERED(int, path_at(b, to, path), real(a, from, b, to, flags), note(UNKNOWN, path, 0, "link", 4));
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *target, int folder, const char *name) {
    REAL(symlinkat);
    char path[PATH_MAX];
    ORDERED(int, path_at(folder, name, path), real(target, folder, name), note(UNKNOWN, path, 0, "symlink", 7));
}
int symlink(const char *target, const char *name) { return symlinkat(target, AT_FDCWD, name); }

/* SQLite maps only its -shm, which it never syncs and makes anew after a cut; so does msync not count. */
void *mmap(void *at, size_t size, int access, int flags, int fd, off_t offset) {
    REAL(mmap);
    char path[PATH_MAX];
    int writes = (access & PROT_WRITE) && (flags & MAP_SHARED) && fd >= 0;
    if (writes && path_of(fd, path)) {
        size_t length = strlen(path);
        if (length < 4 || strcmp(path + length - 4, "-shm") != 0) {
            pthread_mutex_lock(&order);
            note(UNKNOWN, path, 0, "mmap", 4);
            pthread_mutex_unlock(&order);
        }
    }
    return real(at, size, access, flags, fd, offset);
}
void *mmap64(void *at, size_t size, int access, int flags, int fd, off64_t offset) {
    return mmap(at, size, access, flags, fd, offset);
}
