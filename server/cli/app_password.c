// app_password: `broadsheet app-password`: passwords for programs, through
// /wp/v2/users/ID/application-passwords.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"

// "/wp/v2/users/7/application-passwords"; false: error set.
static bool find_collection(struct client *client, const char *login, char *ret, size_t size, struct error *error) {
    int64_t id = client_find_user(client, login, error);
    if (id == 0) return false;
    snprintf(ret, size, "/wp/v2/users/%" PRId64 "/application-passwords", id);
    return true;
}

static bool create(struct client *client, const char *login, const char *name, struct error *error) {
    char collection[96];
    if (!find_collection(client, login, collection, sizeof collection, error)) return false;
    JSON_CLEAN body = json_pack("{s:s}", "name", name);
    if (!body) {
        error_set(error, 400, "not_utf8", "the name must be UTF-8");
        return false;
    }
    JSON_CLEAN made = NULL;
    if (!client_request(client, HTTP_POST, collection, body, &made, error)) return false;
    printf("%s\n", client_text(made, "password"));
    return true;
}

static int app_password_create(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *user = NULL;
    const char *name = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "user",
         .argument = "LOGIN",
         .help = "whose it is, by login or e-mail address",
         .value = &user,
         .required = true},
        {.name = "name", .argument = "NAME", .help = "what uses it: \"laptop\"", .value = &name, .required = true},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet app-password create",
        .summary = "Makes an application password and prints it, this once. Its spaces may be left out.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;

    struct error error = {0};
    CLIENT_CLEAN client = client_open(cli, data, &error);
    return client && create(client, user, name, &error) ? CLI_DONE : cli_fail_error(&error);
}

static bool print_password(void *context, const json_t *password) {
    (void) context;
    printf("%s\t", client_text(password, "uuid"));
    cli_print_field(client_text(password, "name"));
    const char *last_used = client_text(password, "last_used");
    printf("\t%s\t%s\n", client_text(password, "created"), *last_used ? last_used : "never");
    return true;
}

static int app_password_list(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *user = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "user",
         .argument = "LOGIN",
         .help = "whose they are, by login or e-mail address",
         .value = &user,
         .required = true},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet app-password list",
        .summary =
            "Prints the application passwords of an account on a line each: UUID, name, made, last used; tabs "
            "between.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;

    struct error error = {0};
    char collection[96];
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !find_collection(client, user, collection, sizeof collection, &error)) return cli_fail_error(&error);
    // This list has no pages, in WordPress either.
    JSON_CLEAN list = NULL;
    if (!client_request(client, HTTP_GET, collection, NULL, &list, &error)) return cli_fail_error(&error);
    size_t index;
    json_t *item;
    json_array_foreach(list, index, item) print_password(NULL, item);
    return CLI_DONE;
}

// By UUID or by name. False: error set.
static bool revoke(struct client *client, const char *login, const char *which, struct error *error) {
    char collection[96];
    if (!find_collection(client, login, collection, sizeof collection, error)) return false;
    JSON_CLEAN list = NULL;
    if (!client_request(client, HTTP_GET, collection, NULL, &list, error)) return false;
    size_t index;
    json_t *item;
    json_array_foreach(list, index, item) {
        const char *uuid = client_text(item, "uuid");
        if (strcmp(uuid, which) != 0 && strcmp(client_text(item, "name"), which) != 0) continue;
        STRBUF_CLEAN struct strbuf target;
        strbuf_init(&target, 0);
        strbuf_addf(&target, "%s/", collection);
        url_encode(&target, uuid, "");
        if (!strbuf_failed(&target)) return client_request(client, HTTP_DELETE, target.data, NULL, NULL, error);
    }
    error_set(error, 404, "no_password", "%s has no application password \"%s\"", login, which);
    return false;
}

static int app_password_revoke(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *user = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "user",
         .argument = "LOGIN",
         .help = "whose it is, by login or e-mail address",
         .value = &user,
         .required = true},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet app-password revoke",
        .summary = "Takes an application password back: what uses it is shut out from the next request on.",
        .arguments = "UUID-OR-NAME",
        .least_words = 1,
        .most_words = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    char **words = NULL;
    int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;

    struct error error = {0};
    CLIENT_CLEAN client = client_open(cli, data, &error);
    return client && revoke(client, user, words[0], &error) ? CLI_DONE : cli_fail_error(&error);
}

int cli_app_password(const struct cli *cli, int argc, char **argv) {
    static const struct cli_command_row rows[] = {
        {"create", app_password_create, "make one and print it"},
        {"list", app_password_list, "those of an account"},
        {"revoke", app_password_revoke, "take one back"},
    };
    return cli_dispatch(cli, "broadsheet app-password", rows, sizeof rows / sizeof *rows, argc, argv);
}
