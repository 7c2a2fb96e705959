// init: `broadsheet init`: a fresh site in a data directory.
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/cli/cli.h"
#include "server/cli/open.h"
#include "server/rules/site.h"

int cli_init(const struct cli *cli, int argc, char **argv) {
    (void) cli;
    const char *data = cli_default_data();
    const char *password_file = NULL;
    struct site_options site = {0};
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "title", .argument = "TITLE", .help = "the site's name", .value = &site.title, .required = true},
        {.name = "url",
         .argument = "URL",
         .help = "its address: https://news.example",
         .value = &site.url,
         .required = true},
        {.name = "admin",
         .argument = "LOGIN",
         .help = "the first administrator",
         .value = &site.admin_login,
         .required = true},
        {.name = "email",
         .argument = "ADDRESS",
         .help = "and the e-mail address",
         .value = &site.admin_email,
         .required = true},
        {.name = "password-file",
         .argument = "FILE",
         .help = "the password is its first line; - reads it from stdin",
         .value = &password_file,
         .required = true},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet init",
        .summary = "Makes a fresh site with its first administrator. The directory is made when it is not there.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;

    struct arena arena;
    arena_init(&arena);
    struct error error = {0};
    struct app app = {0};
    // The password is read before anything is made: a wrong file leaves no half site.
    bool done = cli_read_password(password_file, &arena, &site.admin_password, &error) &&
                cli_open_app(data, true, &app, &error) && site_create(&app, &arena, &site, &error);
    cli_close_app(&app);
    arena_finish(&arena);
    return done ? CLI_DONE : cli_fail_error(&error);
}
