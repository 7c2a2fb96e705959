// privacy: a person asks to be forgotten (WordPress's personal data eraser).
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct app;
struct arena;
struct error;

enum privacy_account {
    PRIVACY_ACCOUNT_DELETE,  // refused while it owns articles or files, unless somebody gets them
    PRIVACY_ACCOUNT_KEEP,
};

struct privacy_wish {
    const char *email;
    enum privacy_account account;
    int64_t heir;  // the user who gets articles, files and revisions; 0: nobody
};

struct privacy_report {
    int64_t comments, letters;
    bool had_account, deleted_account;
};

// Comments keep their words and their place; name, address, site, network address and browser go, and what others had
// attached to them. Letters to the address go. The account goes with its sessions and application passwords.
// In several writes; who repeats it finishes it. Worker only. False: error set, and nothing was changed when it is 400
// "privacy_no_heir", or 409 "privacy_owns_content", "privacy_last_administrator".
bool privacy_erase(struct app *app, struct arena *arena, const struct privacy_wish *wish, struct privacy_report *ret,
                   struct error *error) __attribute__((warn_unused_result));
