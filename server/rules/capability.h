// capability: what the five WordPress roles may do, and the meta capabilities per object
// (WordPress's map_meta_cap). The table is WordPress 6.1's.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "db/comment.h"
#include "db/post.h"
#include "db/user.h"

enum capability {
    CAP_READ,
    CAP_EDIT_POSTS,
    CAP_EDIT_OTHERS_POSTS,
    CAP_EDIT_PUBLISHED_POSTS,
    CAP_EDIT_PRIVATE_POSTS,
    CAP_PUBLISH_POSTS,
    CAP_READ_PRIVATE_POSTS,
    CAP_DELETE_POSTS,
    CAP_DELETE_OTHERS_POSTS,
    CAP_DELETE_PUBLISHED_POSTS,
    CAP_DELETE_PRIVATE_POSTS,
    CAP_EDIT_PAGES,
    CAP_EDIT_OTHERS_PAGES,
    CAP_EDIT_PUBLISHED_PAGES,
    CAP_EDIT_PRIVATE_PAGES,
    CAP_PUBLISH_PAGES,
    CAP_READ_PRIVATE_PAGES,
    CAP_DELETE_PAGES,
    CAP_DELETE_OTHERS_PAGES,
    CAP_DELETE_PUBLISHED_PAGES,
    CAP_DELETE_PRIVATE_PAGES,
    CAP_MANAGE_CATEGORIES,
    CAP_MODERATE_COMMENTS,
    CAP_UNFILTERED_HTML,
    CAP_UPLOAD_FILES,
    CAP_LIST_USERS,
    CAP_CREATE_USERS,
    CAP_EDIT_USERS,
    CAP_DELETE_USERS,
    CAP_PROMOTE_USERS,
    CAP_MANAGE_OPTIONS,
    CAP_MANAGE_LINKS,
    CAP_IMPORT,
    CAP_EXPORT,
    CAP_COUNT,
};

struct role_def {
    enum user_role role;
    const char *name;          // "editor"
    const char *display_name;  // "Editor"
};
extern const struct role_def role_defs[5];
bool role_parse(const char *name, enum user_role *ret);
const char *role_name(enum user_role role);

bool capability_of_roles(unsigned roles, enum capability capability);
// All names that WordPress lists for the roles, level_0 and the like too: "edit_posts", ...; NULL-terminated, in the
// arena.
const char *const *capability_names(struct arena *arena, unsigned roles);

// Who asks. `user` NULL: nobody. `owner`: the command line, may do everything.
struct actor {
    const struct user *user;
    bool owner;
};
bool actor_can(const struct actor *actor, enum capability capability);
bool actor_can_edit_post(const struct actor *actor, const struct post *post);
bool actor_can_delete_post(const struct actor *actor, const struct post *post);
// Published: everybody. Private: its author and who may read_private. Drafts and the like: who may edit it.
bool actor_can_read_post(const struct actor *actor, const struct post *post);
bool actor_can_publish(const struct actor *actor, enum post_type type);
// edit_comment: who may edit its post (post may be NULL when it is gone: moderate_comments).
bool actor_can_edit_comment(const struct actor *actor, const struct comment *comment, const struct post *post);
bool actor_can_edit_user(const struct actor *actor, int64_t user);
