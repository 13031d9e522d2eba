// A disk that refuses: LD_PRELOAD this. Writes, flushes and renames whose path holds REFUSE_PATH fail with REFUSE_ERRNO, from the
// REFUSE_FROM-th of them on (1 is the first) and REFUSE_COUNT times; REFUSE_CALLS names which of w (write), s (sync), r (rename).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int seen;

static int refused(const char *path, char call) {
  const char *part = getenv("REFUSE_PATH"), *calls = getenv("REFUSE_CALLS");
  if (part == NULL || calls == NULL || strchr(calls, call) == NULL || strstr(path, part) == NULL) return 0;
  int nth = atomic_fetch_add(&seen, 1) + 1, from = atoi(getenv("REFUSE_FROM")), count = atoi(getenv("REFUSE_COUNT"));
  if (nth < from || nth >= from + count) return 0;
  errno = atoi(getenv("REFUSE_ERRNO"));
  return 1;
}

static int refused_fd(int fd, char call) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return refused(path, call);
}

#define NEXT(type, name) static type (*next)() = NULL; if (!next) next = (type (*)())dlsym(RTLD_NEXT, name)
ssize_t write(int fd, const void *data, size_t n) { NEXT(ssize_t, "write"); return refused_fd(fd, 'w') ? -1 : next(fd, data, n); }
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { NEXT(ssize_t, "pwrite"); return refused_fd(fd, 'w') ? -1 : next(fd, data, n, at); }
ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) { NEXT(ssize_t, "pwrite64"); return refused_fd(fd, 'w') ? -1 : next(fd, data, n, at); }
ssize_t writev(int fd, const struct iovec *v, int n) { NEXT(ssize_t, "writev"); return refused_fd(fd, 'w') ? -1 : next(fd, v, n); }
int fsync(int fd) { NEXT(int, "fsync"); return refused_fd(fd, 's') ? -1 : next(fd); }
int fdatasync(int fd) { NEXT(int, "fdatasync"); return refused_fd(fd, 's') ? -1 : next(fd); }
int rename(const char *from, const char *to) { NEXT(int, "rename"); return refused(to, 'r') ? -1 : next(from, to); }
