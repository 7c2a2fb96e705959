// settings: `broadsheet settings`: through /wp/v2/settings, under the option's or the API's name.
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"
#include "server/rules/settings.h"

static const char settings_path[] = "/wp/v2/settings";

static const char *api_name(const struct setting_def *def) { return def->rest_name ? def->rest_name : def->name; }

static void print_value(const json_t *value, bool raw) {
    if (json_is_string(value)) {
        if (raw)
            fputs(json_string_value(value), stdout);
        else
            cli_print_field(json_string_value(value));
    } else if (json_is_boolean(value)) {
        fputs(json_is_true(value) ? "true" : "false", stdout);
    } else if (json_is_integer(value)) {
        printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
    putchar('\n');
}

// NULL: said so on stderr.
static const struct setting_def *find_setting(const char *name) {
    const struct setting_def *def = setting_def_find(name);
    if (!def) cli_fail("there is no setting \"%s\" (broadsheet settings list shows all)", name);
    return def;
}

static int settings_get(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = "broadsheet settings get",
        .summary = "Prints the value of a setting.",
        .arguments = "NAME",
        .least_words = 1,
        .most_words = 1,
        .options = options,
        .option_count = 1,
    };
    char **words = NULL;
    int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;
    const struct setting_def *def = find_setting(words[0]);
    if (!def) return CLI_FAILED;

    struct error error = {0};
    JSON_CLEAN all = NULL;
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !client_request(client, HTTP_GET, settings_path, NULL, &all, &error)) return cli_fail_error(&error);
    print_value(json_object_get(all, api_name(def)), true);
    return CLI_DONE;
}

static int change(const struct cli *cli, const char *data, const struct setting_def *def, const char *value,
                  const char *file) {
    struct error error = {0};
    struct arena arena;
    arena_init(&arena);
    JSON_CLEAN body = NULL;
    // As text: the API reads numbers and truth values from strings, and refuses what is none.
    if (value || cli_read_password(file, &arena, &value, &error)) body = json_pack("{s:s}", api_name(def), value);
    arena_finish(&arena);
    if (error_is_set(&error)) return cli_fail_error(&error);
    if (!body) return cli_fail("the value must be UTF-8");
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !client_request(client, HTTP_POST, settings_path, body, NULL, &error)) return cli_fail_error(&error);
    return CLI_DONE;
}

static int settings_set(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *file = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "value-file",
         .argument = "FILE",
         .help = "the VALUE is its first line; - reads it from stdin: for what others must not see",
         .value = &file},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet settings set",
        .summary =
            "Changes a setting; pages follow at once. \"--\" before a NAME allows a VALUE that begins with \"-\".",
        .arguments = "NAME [VALUE]",
        .least_words = 1,
        .most_words = 2,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    char **words = NULL;
    int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;
    if ((words[1] != NULL) == (file != NULL)) {
        cli_fail("either VALUE or --value-file is needed (see broadsheet settings set --help)");
        return CLI_USAGE;
    }
    const struct setting_def *def = find_setting(words[0]);
    return def ? change(cli, data, def, words[1], file) : CLI_FAILED;
}

// "# Levels of threaded comments. (5)": what it is for, and its default unless that is empty.
static void describe_setting(const struct setting_def *def) {
    printf("# %s", def->description);
    if (*def->default_value) printf(" (%s)", def->default_value);
    putchar('\n');
}

static int settings_list(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    bool describe = false;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "describe", .help = "what each is for and its default, on the line before it", .flag = &describe},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet settings list",
        .summary = "Prints every setting on a line: name and value, a tab between.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;

    struct error error = {0};
    JSON_CLEAN all = NULL;
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !client_request(client, HTTP_GET, settings_path, NULL, &all, &error)) return cli_fail_error(&error);
    for (size_t i = 0; i < setting_def_count; i++) {
        if (describe) describe_setting(&setting_defs[i]);
        printf("%s\t", setting_defs[i].name);
        print_value(json_object_get(all, api_name(&setting_defs[i])), false);
    }
    return CLI_DONE;
}

int cli_settings(const struct cli *cli, int argc, char **argv) {
    static const struct cli_command_row rows[] = {
        {"get", settings_get, "the value of one"},
        {"set", settings_set, "change one"},
        {"list", settings_list, "all with their values"},
    };
    return cli_dispatch(cli, "broadsheet settings", rows, sizeof rows / sizeof *rows, argc, argv);
}
