/* A disk whose every sync takes 5 ms longer, like the flash storage of a kiosk (PERFORMANCE.md §6).
   Loaded before the C library (LD_PRELOAD), so that SQLite and the JVM go through it alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <time.h>

static int slowly(const char *name, int fd) {
    int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = sync(fd);
    int error = errno;
    struct timespec left = {0, 5000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
    errno = error;
    return result;
}

int fsync(int fd) { return slowly("fsync", fd); }

int fdatasync(int fd) { return slowly("fdatasync", fd); }
