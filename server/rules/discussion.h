// discussion: a comment from its arrival to its row, for the form and for REST alike.
//
// discussion_submit() asks the gate, duplicate, flood and moderation again inside the inserting transaction, so there
// is no gap between deciding and inserting. The password of a protected article is the entrance's matter, which has the
// cookie or the parameter.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/comment.h"
#include "server/rules/capability.h"
#include "server/rules/comment_gate.h"

struct app;
struct arena;
struct settings;

enum { COMMENT_NAME_MAX = 245, COMMENT_EMAIL_MAX = 100, COMMENT_URL_MAX = 200, COMMENT_CONTENT_MAX = 65525 };

enum discussion_verdict {
    DISCUSSION_ACCEPTED,    // stored; status tells approved or held
    DISCUSSION_NO_POST,     // missing, or not to be seen by the asker
    DISCUSSION_BAD_PARENT,  // missing, on another article, or not approved
    DISCUSSION_CLOSED,      // gate.open is false
    DISCUSSION_LOGIN_REQUIRED,
    DISCUSSION_AUTHOR_REQUIRED,  // name or e-mail missing
    DISCUSSION_BAD_EMAIL,
    DISCUSSION_EMPTY,
    DISCUSSION_TOO_LONG_NAME,
    DISCUSSION_TOO_LONG_EMAIL,
    DISCUSSION_TOO_LONG_URL,
    DISCUSSION_TOO_LONG_CONTENT,
    DISCUSSION_DUPLICATE,
    DISCUSSION_FLOOD,     // retry_after says when
    DISCUSSION_TOO_LATE,  // to change one's own comment, or somebody removed it meanwhile
    DISCUSSION_FULL,      // no space on disk
    DISCUSSION_FAILED,
};

struct discussion_submission {
    int64_t post, parent;
    const char *name, *email,
        *url;             // as typed; ignored when the actor is a user (the user's own are taken) unless `as_given`
    const char *content;  // as typed
    const char *address, *user_agent;
    bool address_as_given;  // a moderator named it: stored whole, whatever the setting says
    const struct actor *actor;
    int64_t now;
    bool honeypot;  // a field that no person fills was filled: stored as spam
    // For REST, which decides some things itself before it comes here:
    bool as_given;  // take name, e-mail, URL, `user` and `date` as given (WordPress's REST for moderators)
    int64_t user;
    int64_t date;                // 0: now
    enum comment_status status;  // 0: moderation decides
    bool skip_login_rule, skip_required_rule;
};

struct discussion_outcome {
    enum discussion_verdict verdict;
    struct comment comment;    // when accepted, as stored; in the arena
    struct comment_gate gate;  // as it was in the transaction (or before it)
    int retry_after;
};

void discussion_submit(struct app *app, struct arena *arena, const struct discussion_submission *submission,
                       struct discussion_outcome *ret);

// A change by who wrote the comment; that it is he, the entrance has seen by a link that the site signed. Verdicts: as
// for a new one, and DISCUSSION_TOO_LATE; DISCUSSION_NO_POST also when the comment is missing.
struct discussion_edit {
    int64_t comment;
    const char *content;  // as typed
    bool remove;          // instead: into the trash, also where the discussion is closed
    const struct actor *actor;
    int64_t now;
};
void discussion_edit(struct app *app, struct arena *arena, const struct discussion_edit *edit,
                     struct discussion_outcome *ret);
// May its author change it now (setting comment_edit_window)?
bool discussion_edit_is_open(const struct settings *settings, const struct comment *comment, int64_t now);

// Sanitised raw (WordPress's pre_comment_content: wp_filter_kses unless unfiltered) and rendered text.
void discussion_render(struct arena *arena, const struct settings *settings, const char *typed, bool unfiltered,
                       const char **ret_raw, const char **ret_html);

// A comment that was elsewhere before: its fields (name, e-mail, URL, address, user agent, content; none NULL) are
// cleaned and cut as those of a new one, its text is rendered. Nothing is decided about it. For comment_insert().
void discussion_restore(struct arena *arena, const struct settings *settings, struct comment *comment, bool unfiltered);

// Changes a comment's status (approve, hold, spam, trash, back), keeping status_before_trash. Never
// refused for the article being closed. Status 0: back to where it was before spam or trash. Inside store_write().
enum db_result discussion_set_status(struct db *db, int64_t comment, enum comment_status status);
// The same, to a state that it had before, with the reason why it was held ("": none).
enum db_result discussion_undo(struct db *db, int64_t comment, enum comment_status status, const char *held_rule,
                               const char *held_match);

// An address that looks like one (WordPress's is_email).
bool email_is_valid(const char *email);
