// privacy: `broadsheet privacy`: what is held of a person, and its erasing: through /broadsheet/v1/privacy.
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"

// The answer's comments behind those of `whole`.
static bool join(json_t *whole, const json_t *part) {
    json_t *comments = json_object_get(whole, "comments");
    return comments && json_array_extend(comments, json_object_get(part, "comments")) == 0;
}

static bool fetch(struct client *client, const char *email, const char *from, json_t **ret, struct error *error) {
    STRBUF_CLEAN struct strbuf target;
    strbuf_init(&target, 0);
    strbuf_adds(&target, "/broadsheet/v1/privacy?email=");
    url_encode(&target, email, "");
    strbuf_addf(&target, "&from=%s", from);
    return client_request(client, HTTP_GET, target.data, NULL, ret, error);
}

static bool fetch_all(struct client *client, const char *email, json_t **ret, struct error *error) {
    JSON_CLEAN whole = NULL;
    if (!fetch(client, email, "", &whole, error)) return false;
    char next[80];
    snprintf(next, sizeof next, "%s", client_text(whole, "next"));
    while (*next) {
        JSON_CLEAN part = NULL;
        if (!fetch(client, email, next, &part, error)) return false;
        snprintf(next, sizeof next, "%s", client_text(part, "next"));
        if (!join(whole, part)) {
            error_set(error, 500, "no_memory", "out of memory");
            return false;
        }
    }
    json_object_del(whole, "next");
    *ret = json_incref(whole);
    return true;
}

static int privacy_export(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *email = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "email", .argument = "ADDRESS", .help = "the person's address", .value = &email, .required = true},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet privacy export",
        .summary =
            "Prints all that the site holds of a person as JSON: account, comments, files, sessions, application "
            "passwords, letters.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;
    struct error error = {0};
    JSON_CLEAN whole = NULL;
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !fetch_all(client, email, &whole, &error)) return cli_fail_error(&error);
    if (json_dumpf(whole, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF || fflush(stdout) != 0)
        return cli_fail("the output could not be written");
    return CLI_DONE;
}

static int privacy_erase(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const char *email = NULL;
    const char *heir = NULL;
    bool keep = false;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "email", .argument = "ADDRESS", .help = "the person's address", .value = &email, .required = true},
        {.name = "reassign",
         .argument = "LOGIN",
         .help = "who gets the articles and files of the person's account",
         .value = &heir},
        {.name = "keep-account", .help = "erases comments and letters alone", .flag = &keep},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet privacy erase",
        .summary =
            "Erases a person: comments become anonymous, letters and the account go. An account with articles is "
            "refused without --reassign or --keep-account.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;
    struct error error = {0};
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client) return cli_fail_error(&error);
    const int64_t reassign = heir ? client_find_user(client, heir, &error) : 0;
    if (error_is_set(&error)) return cli_fail_error(&error);
    JSON_CLEAN body = json_pack("{s:s, s:s, s:I}", "email", email, "account", keep ? "keep" : "delete", "reassign",
                                (json_int_t) reassign);
    if (!body) return cli_fail("the address must be UTF-8");
    JSON_CLEAN report = NULL;
    if (!client_request(client, HTTP_POST, "/broadsheet/v1/privacy/erase", body, &report, &error))
        return cli_fail_error(&error);
    printf("comments: %" JSON_INTEGER_FORMAT "\nletters: %" JSON_INTEGER_FORMAT "\naccount: %s\n",
           json_integer_value(json_object_get(report, "comments")),
           json_integer_value(json_object_get(report, "letters")), client_text(report, "account"));
    return CLI_DONE;
}

int cli_privacy(const struct cli *cli, int argc, char **argv) {
    static const struct cli_command_row rows[] = {
        {"export", privacy_export, "all that is held of a person"},
        {"erase", privacy_erase, "forget a person"},
    };
    return cli_dispatch(cli, "broadsheet privacy", rows, sizeof rows / sizeof *rows, argc, argv);
}
