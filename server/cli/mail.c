// mail: `broadsheet mail`: what waits to be sent, a test, another attempt: through /broadsheet/v1/mail.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"

enum { PAGE_SIZE = 100, TARGET_SIZE = 96 };

static void print_letter(const json_t *letter) {
    printf("%" JSON_INTEGER_FORMAT "\t%s\t", json_integer_value(json_object_get(letter, "id")),
           client_text(letter, "status"));
    const char *due = client_text(letter, "due_gmt");
    printf("%s\t%s\t", *due ? due : "-", client_text(letter, "kind"));
    cli_print_field(client_text(letter, "to"));
    printf("\t%" JSON_INTEGER_FORMAT "\t", json_integer_value(json_object_get(letter, "attempts")));
    cli_print_field(client_text(letter, "problem"));
    putchar('\n');
}

// Prints all letters; the summary goes before the first.
static bool print_letters(struct client *client, struct error *error) {
    json_int_t after = 0;
    for (bool first = true;; first = false) {
        char target[TARGET_SIZE];
        snprintf(target, sizeof target, "/broadsheet/v1/mail?per_page=%d&after=%" JSON_INTEGER_FORMAT, PAGE_SIZE,
                 after);
        JSON_CLEAN answer = NULL;
        if (!client_request(client, HTTP_GET, target, NULL, &answer, error)) return false;
        if (first) {
            const bool on = json_is_true(json_object_get(answer, "configured"));
            printf("mail server: ");
            cli_print_field(on ? client_text(answer, "server") : "none set");
            printf("\nwaiting: %" JSON_INTEGER_FORMAT ", given up: %" JSON_INTEGER_FORMAT "\n",
                   json_integer_value(json_object_get(answer, "waiting")),
                   json_integer_value(json_object_get(answer, "given_up")));
        }
        const json_t *letters = json_object_get(answer, "letters");
        size_t index;
        json_t *letter;
        json_array_foreach(letters, index, letter) {
            print_letter(letter);
            after = json_integer_value(json_object_get(letter, "id"));
        }
        if (json_array_size(letters) < PAGE_SIZE) return true;
    }
}

static int mail_status(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = "broadsheet mail status",
        .summary =
            "Prints the letters that wait, one a line: ID, waiting or given_up, when it is tried next (UTC), kind, "
            "recipient, attempts, last problem.",
        .options = options,
        .option_count = 1,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;
    struct error error = {0};
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !print_letters(client, &error)) return cli_fail_error(&error);
    return CLI_DONE;
}

static int mail_test(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = "broadsheet mail test",
        .summary = "Sends a letter to the address now and tells what the mail server said.",
        .arguments = "ADDRESS",
        .least_words = 1,
        .most_words = 1,
        .options = options,
        .option_count = 1,
    };
    char **words = NULL;
    int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;
    struct error error = {0};
    JSON_CLEAN body = json_pack("{s:s}", "to", words[0]);
    if (!body) return cli_fail("the address must be UTF-8");
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !client_request(client, HTTP_POST, "/broadsheet/v1/mail/test", body, NULL, &error))
        return cli_fail_error(&error);
    return CLI_DONE;
}

// The number of a letter; -1: it is none, and that was said.
static int64_t parse_id(const char *word) {
    const bool number = *word && strlen(word) <= 18 && word[strspn(word, "0123456789")] == '\0';
    if (number) return strtoll(word, NULL, 10);
    cli_fail("\"%s\" is no number of a letter", word);
    return -1;
}

static int mail_retry(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = "broadsheet mail retry",
        .summary =
            "Lets the server try all letters again now, given up ones too; or the one with this number. Prints how "
            "many.",
        .arguments = "[ID]",
        .most_words = 1,
        .options = options,
        .option_count = 1,
    };
    char **words = NULL;
    int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;
    const int64_t id = words[0] ? parse_id(words[0]) : 0;
    if (id < 0) return CLI_FAILED;
    struct error error = {0};
    JSON_CLEAN answer = NULL;
    JSON_CLEAN body = json_pack("{s:I}", "id", (json_int_t) id);
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !client_request(client, HTTP_POST, "/broadsheet/v1/mail/retry", body, &answer, &error))
        return cli_fail_error(&error);
    printf("%" JSON_INTEGER_FORMAT "\n", json_integer_value(json_object_get(answer, "retried")));
    return CLI_DONE;
}

static int mail_drop(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = "broadsheet mail drop",
        .summary = "Deletes a letter that waits or was given up.",
        .arguments = "ID",
        .least_words = 1,
        .most_words = 1,
        .options = options,
        .option_count = 1,
    };
    char **words = NULL;
    int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;
    const int64_t id = parse_id(words[0]);
    if (id < 0) return CLI_FAILED;
    char target[TARGET_SIZE];
    snprintf(target, sizeof target, "/broadsheet/v1/mail/%" PRId64, id);
    struct error error = {0};
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !client_request(client, HTTP_DELETE, target, NULL, NULL, &error)) return cli_fail_error(&error);
    return CLI_DONE;
}

int cli_mail(const struct cli *cli, int argc, char **argv) {
    static const struct cli_command_row rows[] = {
        {"status", mail_status, "what waits to be sent"},
        {"test", mail_test, "send a letter now"},
        {"retry", mail_retry, "try what waits again"},
        {"drop", mail_drop, "delete a letter"},
    };
    return cli_dispatch(cli, "broadsheet mail", rows, sizeof rows / sizeof *rows, argc, argv);
}
