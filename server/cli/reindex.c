// reindex: `broadsheet reindex`: the search's index, made anew from the posts. For when it is damaged; no server may
// run.
#include "base/error.h"
#include "server/cli/cli.h"
#include "server/cli/open.h"

int cli_reindex(const struct cli *cli, int argc, char **argv) {
    (void) cli;
    const char *data = cli_default_data();
    const struct cli_option options[] = {CLI_DATA_OPTION(&data)};
    const struct cli_syntax syntax = {
        .command = "broadsheet reindex",
        .summary = "Makes the search's index anew from what is published. The server must not be running.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;
    struct error error = {0};
    struct app app = {0};
    bool done = cli_open_app_reindexed(data, &app, &error);
    cli_close_app(&app);
    return done ? CLI_DONE : cli_fail_error(&error);
}
