// cli: option tables over getopt_long, dispatch by name, one-line errors.
//
// getopt's globals are touched in cli_parse() alone, which runs once per process.
#include "server/cli/cli.h"

#include <assert.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { OPTIONS_MAX = 24, HELP_OPTION = 1000 };

static void print_rows(FILE *out, const char *path, const struct cli_command_row *rows, size_t count) {
    fprintf(out, "Usage: %s COMMAND [OPTION]...\n\nCommands:\n", path);
    for (size_t i = 0; i < count; i++) fprintf(out, "  %-14s %s\n", rows[i].name, rows[i].summary);
    fprintf(out, "\n\"%s COMMAND --help\" says more about each.\n", path);
}

int cli_dispatch(const struct cli *cli, const char *path, const struct cli_command_row *rows, size_t count, int argc,
                 char **argv) {
    if (argc < 2) {
        print_rows(stderr, path, rows, count);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_rows(stdout, path, rows, count);
        return CLI_DONE;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(argv[1], rows[i].name) == 0) return rows[i].run(cli, argc - 1, argv + 1);
    cli_fail("\"%s\" is no command of \"%s\"", argv[1], path);
    print_rows(stderr, path, rows, count);
    return CLI_USAGE;
}

static void print_help(const struct cli_syntax *syntax) {
    printf("Usage: %s [OPTION]...%s%s\n%s\n\nOptions:\n", syntax->command, syntax->arguments ? " " : "",
           syntax->arguments ? syntax->arguments : "", syntax->summary);
    for (size_t i = 0; i < syntax->option_count; i++) {
        const struct cli_option *option = &syntax->options[i];
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", option->name, option->argument ? " " : "",
                 option->argument ? option->argument : "");
        printf("  %-26s %s%s%s\n", left, option->help, option->list ? " (may be repeated)" : "",
               option->required && option->value && *option->value ? " (set by the environment)" : "");
    }
    printf("  %-26s %s\n", "--help", "this text");
}

static int usage_error(const struct cli_syntax *syntax, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int usage_error(const struct cli_syntax *syntax, const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    cli_fail("%s (see %s --help)", message, syntax->command);
    return CLI_USAGE;
}

static bool take_option(const struct cli_option *option, const char *argument) {
    if (option->flag) {
        *option->flag = true;
    } else if (option->list) {
        if (option->list->count == CLI_LIST_MAX) return false;
        option->list->items[option->list->count++] = argument;
    } else {
        *option->value = argument;
    }
    return true;
}

int cli_parse(const struct cli_syntax *syntax, int argc, char **argv, char ***ret_words) {
    assert(syntax->option_count <= OPTIONS_MAX);
    struct option table[OPTIONS_MAX + 2] = {0};
    for (size_t i = 0; i < syntax->option_count; i++) {
        table[i].name = syntax->options[i].name;
        table[i].has_arg = syntax->options[i].flag ? no_argument : required_argument;
        table[i].val = (int) i + 1;
    }
    table[syntax->option_count] = (struct option){.name = "help", .has_arg = no_argument, .val = HELP_OPTION};

    opterr = 0;
    optind = 0;  // glibc: start anew
    for (;;) {
        int position = optind ? optind : 1;
        int found = getopt_long(argc, argv, ":h", table, NULL);
        if (found == -1) break;
        if (found == HELP_OPTION || found == 'h') {
            print_help(syntax);
            return CLI_DONE;
        }
        if (found == ':') return usage_error(syntax, "%s needs a value", argv[optind - 1]);
        if (found == '?') return usage_error(syntax, "unknown option %s", argv[position]);
        const struct cli_option *option = &syntax->options[found - 1];
        if (!take_option(option, optarg)) return usage_error(syntax, "too many --%s", option->name);
    }
    for (size_t i = 0; i < syntax->option_count; i++) {
        const struct cli_option *option = &syntax->options[i];
        if (!option->required) continue;
        bool given = option->list ? option->list->count > 0 : *option->value && **option->value;
        if (!given) return usage_error(syntax, "--%s %s is missing", option->name, option->argument);
    }
    int words = argc - optind;
    if (words < syntax->least_words) return usage_error(syntax, "%s is missing", syntax->arguments);
    if (words > syntax->most_words)
        return usage_error(syntax, "\"%s\" is one word too many", argv[optind + syntax->most_words]);
    if (ret_words) *ret_words = argv + optind;
    return -1;
}

const char *cli_default_data(void) { return getenv("BROADSHEET_DATA"); }

int cli_fail(const char *format, ...) {
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    for (char *at = message; *at; at++)
        if ((unsigned char) *at < 0x20 || *at == 0x7f) *at = ' ';
    fprintf(stderr, "broadsheet: %s\n", message);
    return CLI_FAILED;
}

int cli_fail_error(const struct error *error) { return cli_fail("%s", error->message); }

void cli_print_field(const char *text) {
    for (const char *at = text; *at; at++) {
        if (*at == '\n')
            fputs("\\n", stdout);
        else if (*at == '\t')
            fputs("\\t", stdout);
        else if ((unsigned char) *at < 0x20 || *at == 0x7f)
            putchar('?');
        else
            putchar(*at);
    }
}
