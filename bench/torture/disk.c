// A disk that is watched, or fails: LD_PRELOAD this. Looks only at what lies below TORTURE_DIR.
//
//   TORTURE_LOG=FILE    writes every change down: what, where and with which bytes (log.mjs reads it)
//   TORTURE_CALLS=wsr   from the TORTURE_FROM-th write, sync or rename on, whose path holds TORTURE_PATH, TORTURE_COUNT of them
//                       fail with TORTURE_ERRNO; with -9 the process is killed there, with -10 just behind it
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int seen;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

static int below(const char *path) {
  const char *dir = getenv("TORTURE_DIR");
  return dir != NULL && strncmp(path, dir, strlen(dir)) == 0;
}

static int path_of(int fd, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, size - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return below(path);
}

static void note(char call, const char *path, const char *to, int64_t at, const void *data, size_t n) {
  const char *file = getenv("TORTURE_LOG");
  if (file == NULL) return;
  pthread_mutex_lock(&turn);
  if (log_fd < 0) log_fd = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  uint32_t lengths[3] = {strlen(path), to == NULL ? 0 : strlen(to), n};
  struct iovec parts[6] = {{&call, 1}, {&at, 8}, {lengths, 12}, {(void *)path, lengths[0]}, {(void *)to, lengths[1]}, {(void *)data, n}};
  syscall(SYS_writev, log_fd, parts, 6);
  pthread_mutex_unlock(&turn);
}

// 0: go on. 1: fail. 2: be killed behind it.
static int refused(const char *path, char call) {
  const char *part = getenv("TORTURE_PATH"), *calls = getenv("TORTURE_CALLS");
  if (calls == NULL || strchr(calls, call) == NULL || !below(path)) return 0;
  if (part != NULL && strstr(path, part) == NULL) return 0;
  int nth = atomic_fetch_add(&seen, 1) + 1, from = atoi(getenv("TORTURE_FROM")), count = atoi(getenv("TORTURE_COUNT"));
  if (nth < from || nth >= from + count) return 0;
  int error = atoi(getenv("TORTURE_ERRNO"));
  if (error == -9) raise(SIGKILL);
  if (error == -10) return 2;
  errno = error;
  return 1;
}

#define NEXT(type, name) static type (*next)() = NULL; if (!next) next = (type (*)())dlsym(RTLD_NEXT, name)
#define CHANGE(call, perform, remember)                                      \
  char path[4096];                                                           \
  if (!path_of(fd, path, sizeof path)) return perform;                       \
  int verdict = refused(path, call);                                         \
  if (verdict == 1) return -1;                                               \
  __auto_type result = perform;                                              \
  if (result >= 0) { remember; }                                             \
  if (verdict == 2) raise(SIGKILL);                                          \
  return result

ssize_t write(int fd, const void *data, size_t n) { NEXT(ssize_t, "write"); CHANGE('w', next(fd, data, n), note('w', path, NULL, lseek(fd, 0, SEEK_CUR) - result, data, result)); }
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { NEXT(ssize_t, "pwrite"); CHANGE('w', next(fd, data, n, at), note('w', path, NULL, at, data, result)); }
ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) { NEXT(ssize_t, "pwrite64"); CHANGE('w', next(fd, data, n, at), note('w', path, NULL, at, data, result)); }
int fsync(int fd) { NEXT(int, "fsync"); CHANGE('s', next(fd), note('s', path, NULL, 0, NULL, 0)); }
int fdatasync(int fd) { NEXT(int, "fdatasync"); CHANGE('s', next(fd), note('s', path, NULL, 0, NULL, 0)); }
int ftruncate(int fd, off_t n) { NEXT(int, "ftruncate"); CHANGE('t', next(fd, n), note('t', path, NULL, n, NULL, 0)); }
int ftruncate64(int fd, off_t n) { NEXT(int, "ftruncate64"); CHANGE('t', next(fd, n), note('t', path, NULL, n, NULL, 0)); }

int rename(const char *from, const char *to) {
  NEXT(int, "rename");
  int verdict = refused(to, 'r');
  if (verdict == 1) return -1;
  int result = next(from, to);
  if (result == 0 && below(to)) note('r', from, to, 0, NULL, 0);
  if (verdict == 2) raise(SIGKILL);
  return result;
}
int unlink(const char *path) { NEXT(int, "unlink"); int result = next(path); if (result == 0 && below(path)) note('u', path, NULL, 0, NULL, 0); return result; }
int mkdir(const char *path, mode_t mode) { NEXT(int, "mkdir"); int result = next(path, mode); if (result == 0 && below(path)) note('m', path, NULL, 0, NULL, 0); return result; }

static int opened(int fd, const char *path, int flags, int was_there) {
  if (fd < 0 || !(flags & O_CREAT) || !below(path)) return fd;
  if (!was_there) note('c', path, NULL, 0, NULL, 0);
  else if (flags & O_TRUNC) note('t', path, NULL, 0, NULL, 0);
  return fd;
}
#define OPEN(name)                                                           \
  int name(const char *path, int flags, ...) {                               \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
    NEXT(int, #name);                                                        \
    int was_there = access(path, F_OK) == 0;                                 \
    return opened(next(path, flags, mode), path, flags, was_there);          \
  }
OPEN(open)
OPEN(open64)
