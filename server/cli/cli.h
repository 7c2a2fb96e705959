// cli: what the sub-commands of `broadsheet` share: the table of options, errors, passwords.
//
// Exit status: 0 done, 1 it could not be done (one line on stderr), 2 the command line is wrong, 3 done but for parts,
// which were told.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct error;
struct http_options;

enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_PARTLY = 3 };

// What main.c hands to every command: routes, route_count, default_group and rewrite are set.
struct cli {
    const struct http_options *site_map;
};

typedef int (*cli_command)(const struct cli *cli, int argc, char **argv);

// argv[0] is the command's own last word in each.
int cli_serve(const struct cli *cli, int argc, char **argv);
int cli_init(const struct cli *cli, int argc, char **argv);
int cli_user(const struct cli *cli, int argc, char **argv);
int cli_app_password(const struct cli *cli, int argc, char **argv);
int cli_settings(const struct cli *cli, int argc, char **argv);
int cli_mail(const struct cli *cli, int argc, char **argv);
int cli_privacy(const struct cli *cli, int argc, char **argv);
int cli_import(const struct cli *cli, int argc, char **argv);
int cli_export(const struct cli *cli, int argc, char **argv);
int cli_reindex(const struct cli *cli, int argc, char **argv);
int cli_comments(const struct cli *cli, int argc, char **argv);

struct cli_command_row {
    const char *name;
    cli_command run;
    const char *summary;
};

// Runs the row that argv[1] names; --help and a missing or unknown name print the list. `path`: "broadsheet user".
int cli_dispatch(const struct cli *cli, const char *path, const struct cli_command_row *rows, size_t count, int argc,
                 char **argv);

enum { CLI_LIST_MAX = 32 };
struct cli_list {
    const char *items[CLI_LIST_MAX];
    size_t count;
};

// A row of a command's options; exactly one of `value`, `list`, `flag` is set.
struct cli_option {
    const char *name;
    const char *argument;   // its name in --help; NULL for flags
    const char *help;       // one line
    const char **value;     // the last one given; its content before parsing is the default
    struct cli_list *list;  // repeatable
    bool *flag;
    bool required;
};

struct cli_syntax {
    const char *command;    // "broadsheet user create"
    const char *summary;    // one line
    const char *arguments;  // of the words after the options, for --help: "NAME VALUE"; NULL: none
    int least_words, most_words;
    const struct cli_option *options;
    size_t option_count;
};

// Negative: go on, with the words that are no options in *ret_words (argv's own memory). Else the exit status:
// --help was printed, or the command line is wrong.
int cli_parse(const struct cli_syntax *syntax, int argc, char **argv, char ***ret_words);

// The row that every command has: --data DIR, by default from the environment variable BROADSHEET_DATA. `value` must
// be initialised with cli_default_data().
#define CLI_DATA_OPTION(value_) \
    { .name = "data", .argument = "DIR", .help = "the site's data directory", .value = (value_), .required = true }
const char *cli_default_data(void);

// "broadsheet: MESSAGE" on stderr, in one line whatever the message holds. Returns CLI_FAILED.
int cli_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
int cli_fail_error(const struct error *error);

// The first line of a file, or of stdin for "-" (asked for without echo when that is a terminal). False: error set.
bool cli_read_password(const char *path, struct arena *arena, const char **ret, struct error *error)
    __attribute__((warn_unused_result));

// Text from the site on a line of its own: control characters as "\n", "\t" or "?", so that lists keep one line
// per item and a terminal obeys nobody's escape sequences.
void cli_print_field(const char *text);
