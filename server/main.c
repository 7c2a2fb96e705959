// main: picks the sub-command and hands it the site map.
#include <stdio.h>
#include <string.h>

#include "server/cli/cli.h"
#include "server/http/server.h"
#include "server/routes.h"

int main(int argc, char **argv) {
    static const struct cli_command_row rows[] = {
        {"serve", cli_serve, "serve a site"},
        {"init", cli_init, "make a fresh site"},
        {"user", cli_user, "accounts: create, list, set-password"},
        {"app-password", cli_app_password, "passwords for programs: create, list, revoke"},
        {"settings", cli_settings, "the site's settings: get, set, list"},
        {"mail", cli_mail, "mail that waits to be sent: status, test, retry, drop"},
        {"privacy", cli_privacy, "what is held of a person: export, erase"},
        {"reindex", cli_reindex, "make the search's index anew"},
        {"comments", cli_comments, "an article's comments: status, open, close"},
        {"import", cli_import, "bring in a WordPress site from its export file"},
        {"export", cli_export, "write the whole site out, as WordPress does or as JSON"},
    };
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        puts("broadsheet " BROADSHEET_VERSION);
        return CLI_DONE;
    }
    struct http_options site_map = {0};
    routes_describe(&site_map);
    const struct cli cli = {.site_map = &site_map};
    return cli_dispatch(&cli, "broadsheet", rows, sizeof rows / sizeof *rows, argc, argv);
}
