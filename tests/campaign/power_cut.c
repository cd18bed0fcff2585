/* Keeps, beside a folder, what a disk would hold of it: only the bytes that were synced.
 *
 * Loaded with LD_PRELOAD. POWER_CUT_DATA is the folder, POWER_CUT_SHADOW the copy, POWER_CUT_HARSH "1" when names
 * removed, changed or cut short reach the disk only with the next sync (of the folder, of the file), "0" when at once.
 * After each successful fsync or fdatasync of a file directly in the folder, the file is copied to the shadow under a
 * temporary name, then renamed: a process killed in the middle leaves the copy before. A lock makes the copies of all
 * threads and processes follow one another. The file is read through the descriptor that was synced: to open it again
 * and close it would drop the locks of SQLite.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <dirent.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
static const size_t PIECE = 1 << 18;

static int is_harsh(void) {
    const char *wanted = getenv("POWER_CUT_HARSH");
    return wanted && wanted[0] == '1';
}

/* The name of a file directly in the folder, "" for the folder itself, NULL for what lies elsewhere. */
static const char *name_in_folder(const char *path) {
    const char *folder = getenv("POWER_CUT_DATA");
    if (!folder || !path) return NULL;
    size_t length = strlen(folder);
    if (strncmp(path, folder, length) != 0) return NULL;
    if (path[length] == '\0') return "";
    if (path[length] != '/' || strchr(path + length + 1, '/')) return NULL;
    return path + length + 1;
}

static const char *name_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return NULL;
    path[length] = '\0';
    return name_in_folder(path);
}

static void shadow_path(char *path, const char *name) {
    snprintf(path, PATH_MAX, "%s/%s", getenv("POWER_CUT_SHADOW"), name);
}

static int take_lock(void) {
    char path[PATH_MAX];
    shadow_path(path, ".lock");
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0 || flock(lock, LOCK_EX) != 0) abort();
    return lock;
}

static void copy(int fd, const char *name) {
    char draft[PATH_MAX], path[PATH_MAX];
    shadow_path(draft, ".draft");
    shadow_path(path, name);
    int target = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    char *piece = malloc(PIECE);
    if (target < 0 || !piece) abort();
    off_t at = 0;
    ssize_t count;
    while ((count = pread(fd, piece, PIECE, at)) > 0) {
        if (write(target, piece, count) != count) abort();
        at += count;
    }
    free(piece);
    close(target);
    if (count < 0) {
        unlink(draft);
        return;
    }
    if (REAL(rename)(draft, path) != 0) abort();
}

/* A synced folder: the names that are gone from it are gone from the disk. */
static void forget_names(void) {
    DIR *shadow = opendir(getenv("POWER_CUT_SHADOW"));
    struct dirent *entry;
    while (shadow && (entry = readdir(shadow))) {
        char path[PATH_MAX];
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", getenv("POWER_CUT_DATA"), entry->d_name);
        if (access(path, F_OK) == 0) continue;
        shadow_path(path, entry->d_name);
        REAL(unlink)(path);
    }
    if (shadow) closedir(shadow);
}

static int sync_then_copy(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    if (!name) return real(fd);
    int lock = take_lock();
    int result = real(fd), kept = errno;
    if (result == 0 && name[0] == '\0') forget_names();
    else if (result == 0) copy(fd, name);
    close(lock);
    errno = kept;
    return result;
}

int fsync(int fd) { return sync_then_copy(fd, REAL(fsync)); }

int fdatasync(int fd) { return sync_then_copy(fd, REAL(fdatasync)); }

int unlink(const char *path) {
    int result = REAL(unlink)(path), kept = errno;
    const char *name = result == 0 ? name_in_folder(path) : NULL;
    if (name && name[0] && !is_harsh()) {
        char gone[PATH_MAX];
        shadow_path(gone, name);
        REAL(unlink)(gone);
    }
    errno = kept;
    return result;
}

int rename(const char *from, const char *to) {
    int result = REAL(rename)(from, to), kept = errno;
    const char *before = result == 0 ? name_in_folder(from) : NULL, *after = result == 0 ? name_in_folder(to) : NULL;
    if (before && after && before[0] && after[0] && !is_harsh()) {
        char source[PATH_MAX], target[PATH_MAX];
        shadow_path(source, before);
        shadow_path(target, after);
        REAL(rename)(source, target);
    }
    errno = kept;
    return result;
}

static int cut_short(int fd, off_t length, int result) {
    int kept = errno;
    char path[PATH_MAX], shorter[PATH_MAX];
    const char *name = result == 0 && !is_harsh() ? name_of(fd, path) : NULL;
    if (name && name[0]) {
        shadow_path(shorter, name);
        struct stat known;
        if (stat(shorter, &known) == 0 && known.st_size > length && truncate(shorter, length) != 0) abort();
    }
    errno = kept;
    return result;
}

int ftruncate(int fd, off_t length) { return cut_short(fd, length, REAL(ftruncate)(fd, length)); }

int ftruncate64(int fd, off64_t length) { return cut_short(fd, length, REAL(ftruncate64)(fd, length)); }
