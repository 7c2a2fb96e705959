// password: reading one from a file, a pipe or a terminal; never from an argument, which
// every process of the machine could read.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/cli/cli.h"

enum { PASSWORD_MAX = 4096 };

static void close_file(FILE **file) {
    if (*file && *file != stdin) fclose(*file);
}

// The line without its end. False: error set.
static bool read_line(FILE *file, const char *name, struct arena *arena, const char **ret, struct error *error) {
    char line[PASSWORD_MAX + 2];
    if (!fgets(line, sizeof line, file)) {
        if (ferror(file))
            error_set(error, 400, "password_unreadable", "%s: %s", name, strerror(errno));
        else
            error_set(error, 400, "password_empty", "%s: no password there", name);
        return false;
    }
    size_t size = strcspn(line, "\r\n");
    bool whole = line[size] || feof(file);
    line[size] = '\0';
    if (!whole || size > PASSWORD_MAX)
        error_set(error, 400, "password_too_long", "%s: a password has at most %d bytes", name, PASSWORD_MAX);
    else if (size == 0)
        error_set(error, 400, "password_empty", "%s: the first line is empty", name);
    else
        *ret = arena_strdup(arena, line);
    explicit_bzero(line, sizeof line);
    return !error_is_set(error);
}

static bool ask(const char *prompt, struct arena *arena, const char **ret, struct error *error) {
    struct termios before;
    if (tcgetattr(STDIN_FILENO, &before) != 0) {
        error_set(error, 400, "password_unreadable", "terminal: %s", strerror(errno));
        return false;
    }
    struct termios silent = before;
    silent.c_lflag &= ~(tcflag_t) ECHO;
    fputs(prompt, stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    bool read = read_line(stdin, "terminal", arena, ret, error);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return read;
}

bool cli_read_password(const char *path, struct arena *arena, const char **ret, struct error *error) {
    if (strcmp(path, "-") != 0) {
        __attribute__((cleanup(close_file))) FILE *file = fopen(path, "re");
        if (!file) {
            error_set(error, 400, "password_unreadable", "%s: %s", path, strerror(errno));
            return false;
        }
        return read_line(file, path, arena, ret, error);
    }
    if (!isatty(STDIN_FILENO)) return read_line(stdin, "standard input", arena, ret, error);
    const char *first = "";
    const char *again = "";
    if (!ask("Password: ", arena, &first, error) || !ask("Again: ", arena, &again, error)) return false;
    if (strcmp(first, again) != 0) {
        error_set(error, 400, "password_differs", "the two passwords differ");
        return false;
    }
    *ret = first;
    return true;
}
