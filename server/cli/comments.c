// comments: `broadsheet comments`: may an article be commented, and why not; through its
// comment_status and `comments` fields in /wp/v2/posts and /wp/v2/pages.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"

static const char *const kinds[] = {"posts", "pages"};

// *ret: a new reference to the article; `ret_path` its address in the API. False with no error: there is none.
static bool find_by_id(struct client *client, const char *word, struct strbuf *ret_path, json_t **ret,
                       struct error *error) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        strbuf_reset(ret_path);
        strbuf_addf(ret_path, "/wp/v2/%s/%s", kinds[i], word);
        struct error attempt = {0};
        char target[128];
        snprintf(target, sizeof target, "%s?context=edit", ret_path->data);
        if (client_request(client, HTTP_GET, target, NULL, ret, &attempt)) return true;
        if (attempt.status != 404) {
            *error = attempt;
            return false;
        }
    }
    return false;
}

static bool find_by_slug(struct client *client, const char *word, struct strbuf *ret_path, json_t **ret,
                         struct error *error) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        strbuf_reset(ret_path);
        strbuf_addf(ret_path, "/wp/v2/%s?context=edit&status=any&slug=", kinds[i]);
        url_encode(ret_path, word, "");
        JSON_CLEAN list = NULL;
        if (strbuf_failed(ret_path)) error_set(error, 500, "no_memory", "out of memory");
        if (error_is_set(error) || !client_request(client, HTTP_GET, ret_path->data, NULL, &list, error)) return false;
        json_t *first = json_array_get(list, 0);
        if (!first) continue;
        strbuf_reset(ret_path);
        strbuf_addf(ret_path, "/wp/v2/%s/%" JSON_INTEGER_FORMAT, kinds[i],
                    json_integer_value(json_object_get(first, "id")));
        *ret = json_incref(first);
        return true;
    }
    return false;
}

static bool find_article(struct client *client, const char *word, struct strbuf *ret_path, json_t **ret,
                         struct error *error) {
    bool number = *word && strspn(word, "0123456789") == strlen(word) && strlen(word) <= 18;
    if (number && find_by_id(client, word, ret_path, ret, error)) return true;
    // A slug may be a number too: "2024" as the title of an article.
    if (!error_is_set(error) && find_by_slug(client, word, ret_path, ret, error)) return true;
    error_set(error, 404, "no_article", "there is no article or page \"%s\"", word);
    return false;
}

// "open", or "closed (age) since 2026-11-10T09:30:00": for a person, and its first word for a script.
static void print_state(const json_t *article) {
    const json_t *comments = json_object_get(article, "comments");
    const char *reason = client_text(comments, "reason");
    const char *since = client_text(comments, "since");
    const char *until = client_text(comments, "until");
    fputs(client_text(comments, "state"), stdout);
    if (*reason) printf(" (%s)", reason);
    if (*since) printf(" since %s", since);
    if (*until) printf(" until %s", until);
    putchar('\n');
}

// `wish` NULL: only tell.
static int run(const struct cli *cli, const char *command, const char *summary, const char *wish, int argc,
               char **argv) {
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = command,
        .summary = summary,
        .arguments = "SLUG-OR-ID",
        .least_words = 1,
        .most_words = 1,
        .options = options,
        .option_count = 1,
    };
    char **words = NULL;
    int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;

    struct error error = {0};
    JSON_CLEAN article = NULL;
    STRBUF_CLEAN struct strbuf path;
    strbuf_init(&path, 0);
    CLIENT_CLEAN client = client_open(cli, data, &error);
    if (!client || !find_article(client, words[0], &path, &article, &error)) return cli_fail_error(&error);
    if (!wish) {
        print_state(article);
        return CLI_DONE;
    }
    JSON_CLEAN changed = NULL;
    JSON_CLEAN body = json_pack("{s:s}", "comment_status", wish);
    if (!client_request(client, HTTP_POST, path.data, body, &changed, &error)) return cli_fail_error(&error);
    print_state(changed);
    const json_t *comments = json_object_get(changed, "comments");
    if (strcmp(client_text(comments, "state"), wish) != 0)
        return cli_fail("the article is set to %s, but stays %s for another reason: %s", wish,
                        client_text(comments, "state"), client_text(comments, "reason"));
    return CLI_DONE;
}

static int comments_status(const struct cli *cli, int argc, char **argv) {
    return run(cli, "broadsheet comments status",
               "Prints whether the article takes comments, and when it does not, why and since when.", NULL, argc,
               argv);
}

static int comments_open(const struct cli *cli, int argc, char **argv) {
    return run(cli, "broadsheet comments open",
               "Opens the comments of the article and prints the state; fails when something else keeps them closed.",
               "open", argc, argv);
}

static int comments_close(const struct cli *cli, int argc, char **argv) {
    return run(cli, "broadsheet comments close",
               "Closes the comments of the article and prints the state. No comment is accepted afterwards.", "closed",
               argc, argv);
}

int cli_comments(const struct cli *cli, int argc, char **argv) {
    static const struct cli_command_row rows[] = {
        {"status", comments_status, "open or closed, and why"},
        {"open", comments_open, "let readers comment"},
        {"close", comments_close, "no more comments"},
    };
    return cli_dispatch(cli, "broadsheet comments", rows, sizeof rows / sizeof *rows, argc, argv);
}
