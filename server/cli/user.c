// user: `broadsheet user`: accounts, through /wp/v2/users.
#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"

static bool create_user(const struct cli *cli, const char *data, const json_t *body, struct error *error) {
    CLIENT_CLEAN client = client_open(cli, data, error);
    JSON_CLEAN user = NULL;
    if (!client || !client_request(client, HTTP_POST, "/wp/v2/users", body, &user, error)) return false;
    printf("%" JSON_INTEGER_FORMAT "\n", json_integer_value(json_object_get(user, "id")));
    return true;
}

static int user_create(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *login = NULL;
    const char *email = NULL;
    const char *role = NULL;
    const char *name = NULL;
    const char *password_file = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "login", .argument = "LOGIN", .help = "the name to log in with", .value = &login, .required = true},
        {.name = "email", .argument = "ADDRESS", .help = "the e-mail address", .value = &email, .required = true},
        {.name = "role",
         .argument = "ROLE",
         .help = "administrator, editor, author, contributor or subscriber",
         .value = &role,
         .required = true},
        {.name = "name",
         .argument = "NAME",
         .help = "the name that readers see; the login when left out",
         .value = &name},
        {.name = "password-file",
         .argument = "FILE",
         .help = "the password is its first line; - reads it from stdin",
         .value = &password_file,
         .required = true},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet user create",
        .summary = "Makes an account and prints its number.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;

    struct arena arena;
    arena_init(&arena);
    struct error error = {0};
    const char *password = NULL;
    bool done = cli_read_password(password_file, &arena, &password, &error);
    if (done) {
        JSON_CLEAN body = json_pack("{s:s, s:s, s:s, s:[s], s:s*}", "username", login, "email", email, "password",
                                    password, "roles", role, "name", name);
        done = body && create_user(cli, data, body, &error);
        if (!body) error_set(&error, 400, "not_utf8", "the options and the password must be UTF-8");
    }
    arena_finish(&arena);
    return done ? CLI_DONE : cli_fail_error(&error);
}

static bool print_user(void *context, const json_t *user) {
    (void) context;
    printf("%" JSON_INTEGER_FORMAT "\t", json_integer_value(json_object_get(user, "id")));
    cli_print_field(client_text(user, "username"));
    putchar('\t');
    cli_print_field(client_text(user, "email"));
    putchar('\t');
    size_t index;
    json_t *role;
    json_array_foreach(json_object_get(user, "roles"), index, role) {
        printf("%s%s", index ? "," : "", json_string_value(role));
    }
    putchar('\n');
    return true;
}

static int user_list(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = "broadsheet user list",
        .summary = "Prints every account on a line: number, login, e-mail address, role; tabs between.",
        .options = options,
        .option_count = 1,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;

    struct error error = {0};
    CLIENT_CLEAN client = client_open(cli, data, &error);
    bool done =
        client && client_each(client, "/wp/v2/users?context=edit&orderby=id&order=asc", print_user, NULL, &error);
    return done ? CLI_DONE : cli_fail_error(&error);
}

static bool set_password(const struct cli *cli, const char *data, const char *login, const char *password,
                         struct error *error) {
    CLIENT_CLEAN client = client_open(cli, data, error);
    int64_t id = client ? client_find_user(client, login, error) : 0;
    if (id == 0) return false;
    char target[64];
    snprintf(target, sizeof target, "/wp/v2/users/%" PRId64, id);
    JSON_CLEAN body = json_pack("{s:s}", "password", password);
    if (!body) {
        error_set(error, 400, "not_utf8", "the password must be UTF-8");
        return false;
    }
    return client_request(client, HTTP_POST, target, body, NULL, error);
}

static int user_set_password(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *login = NULL;
    const char *password_file = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "login",
         .argument = "LOGIN",
         .help = "the account, by login or e-mail address",
         .value = &login,
         .required = true},
        {.name = "password-file",
         .argument = "FILE",
         .help = "the password is its first line; - reads it from stdin",
         .value = &password_file,
         .required = true},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet user set-password",
        .summary = "Gives an account a new password and ends its sessions.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;

    struct arena arena;
    arena_init(&arena);
    struct error error = {0};
    const char *password = NULL;
    bool done =
        cli_read_password(password_file, &arena, &password, &error) && set_password(cli, data, login, password, &error);
    arena_finish(&arena);
    return done ? CLI_DONE : cli_fail_error(&error);
}

int cli_user(const struct cli *cli, int argc, char **argv) {
    static const struct cli_command_row rows[] = {
        {"create", user_create, "make an account"},
        {"list", user_list, "all accounts"},
        {"set-password", user_set_password, "give an account a new password"},
    };
    return cli_dispatch(cli, "broadsheet user", rows, sizeof rows / sizeof *rows, argc, argv);
}
