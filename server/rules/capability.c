// capability: the role table of WordPress 6.1 (populate_roles) and map_meta_cap for the
// objects that exist here.
//
// One table: a capability's name and the roles that have it. What the program asks for is
// found by its enum, the rest is there because clients read the list.
#include "server/rules/capability.h"

#include <string.h>

#include "base/arena.h"

enum {
    A = USER_ROLE_BIT(ROLE_ADMINISTRATOR),
    E = USER_ROLE_BIT(ROLE_EDITOR),
    U = USER_ROLE_BIT(ROLE_AUTHOR),
    C = USER_ROLE_BIT(ROLE_CONTRIBUTOR),
    S = USER_ROLE_BIT(ROLE_SUBSCRIBER),
    NOT_ASKED = -1,
};

const struct role_def role_defs[5] = {
    {ROLE_ADMINISTRATOR, "administrator", "Administrator"},
    {ROLE_EDITOR, "editor", "Editor"},
    {ROLE_AUTHOR, "author", "Author"},
    {ROLE_CONTRIBUTOR, "contributor", "Contributor"},
    {ROLE_SUBSCRIBER, "subscriber", "Subscriber"},
};

// In the order in which WordPress added them, which is the order clients see.
static const struct {
    const char *name;
    unsigned roles;
    int capability;
} capability_defs[] = {
    {"switch_themes", A, NOT_ASKED},
    {"edit_themes", A, NOT_ASKED},
    {"activate_plugins", A, NOT_ASKED},
    {"edit_plugins", A, NOT_ASKED},
    {"edit_users", A, CAP_EDIT_USERS},
    {"edit_files", A, NOT_ASKED},
    {"manage_options", A, CAP_MANAGE_OPTIONS},
    {"moderate_comments", A | E, CAP_MODERATE_COMMENTS},
    {"manage_categories", A | E, CAP_MANAGE_CATEGORIES},
    {"manage_links", A | E, CAP_MANAGE_LINKS},
    {"upload_files", A | E | U, CAP_UPLOAD_FILES},
    {"import", A, CAP_IMPORT},
    {"unfiltered_html", A | E, CAP_UNFILTERED_HTML},
    {"edit_posts", A | E | U | C, CAP_EDIT_POSTS},
    {"edit_others_posts", A | E, CAP_EDIT_OTHERS_POSTS},
    {"edit_published_posts", A | E | U, CAP_EDIT_PUBLISHED_POSTS},
    {"publish_posts", A | E | U, CAP_PUBLISH_POSTS},
    {"edit_pages", A | E, CAP_EDIT_PAGES},
    {"read", A | E | U | C | S, CAP_READ},
    {"level_10", A, NOT_ASKED},
    {"level_9", A, NOT_ASKED},
    {"level_8", A, NOT_ASKED},
    {"level_7", A | E, NOT_ASKED},
    {"level_6", A | E, NOT_ASKED},
    {"level_5", A | E, NOT_ASKED},
    {"level_4", A | E, NOT_ASKED},
    {"level_3", A | E, NOT_ASKED},
    {"level_2", A | E | U, NOT_ASKED},
    {"level_1", A | E | U | C, NOT_ASKED},
    {"level_0", A | E | U | C | S, NOT_ASKED},
    {"edit_others_pages", A | E, CAP_EDIT_OTHERS_PAGES},
    {"edit_published_pages", A | E, CAP_EDIT_PUBLISHED_PAGES},
    {"publish_pages", A | E, CAP_PUBLISH_PAGES},
    {"delete_pages", A | E, CAP_DELETE_PAGES},
    {"delete_others_pages", A | E, CAP_DELETE_OTHERS_PAGES},
    {"delete_published_pages", A | E, CAP_DELETE_PUBLISHED_PAGES},
    {"delete_posts", A | E | U | C, CAP_DELETE_POSTS},
    {"delete_others_posts", A | E, CAP_DELETE_OTHERS_POSTS},
    {"delete_published_posts", A | E | U, CAP_DELETE_PUBLISHED_POSTS},
    {"delete_private_posts", A | E, CAP_DELETE_PRIVATE_POSTS},
    {"edit_private_posts", A | E, CAP_EDIT_PRIVATE_POSTS},
    {"read_private_posts", A | E, CAP_READ_PRIVATE_POSTS},
    {"delete_private_pages", A | E, CAP_DELETE_PRIVATE_PAGES},
    {"edit_private_pages", A | E, CAP_EDIT_PRIVATE_PAGES},
    {"read_private_pages", A | E, CAP_READ_PRIVATE_PAGES},
    {"delete_users", A, CAP_DELETE_USERS},
    {"create_users", A, CAP_CREATE_USERS},
    {"unfiltered_upload", A, NOT_ASKED},
    {"edit_dashboard", A, NOT_ASKED},
    {"update_plugins", A, NOT_ASKED},
    {"delete_plugins", A, NOT_ASKED},
    {"install_plugins", A, NOT_ASKED},
    {"update_themes", A, NOT_ASKED},
    {"install_themes", A, NOT_ASKED},
    {"update_core", A, NOT_ASKED},
    {"list_users", A, CAP_LIST_USERS},
    {"remove_users", A, NOT_ASKED},
    {"promote_users", A, CAP_PROMOTE_USERS},
    {"edit_theme_options", A, NOT_ASKED},
    {"delete_themes", A, NOT_ASKED},
    {"export", A, CAP_EXPORT},
};
enum { DEF_COUNT = sizeof capability_defs / sizeof *capability_defs };

bool role_parse(const char *name, enum user_role *ret) {
    for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++)
        if (strcmp(role_defs[i].name, name) == 0) {
            *ret = role_defs[i].role;
            return true;
        }
    return false;
}

const char *role_name(enum user_role role) {
    for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++)
        if (role_defs[i].role == role) return role_defs[i].name;
    return "";
}

bool capability_of_roles(unsigned roles, enum capability capability) {
    for (size_t i = 0; i < DEF_COUNT; i++)
        if (capability_defs[i].capability == (int) capability) return (capability_defs[i].roles & roles) != 0;
    return false;
}

// WordPress's allcaps: the capabilities, then the roles' own names.
const char *const *capability_names(struct arena *arena, unsigned roles) {
    const char **names = arena_array(arena, const char *, DEF_COUNT + sizeof role_defs / sizeof *role_defs + 1);
    size_t count = 0;
    for (size_t i = 0; i < DEF_COUNT; i++)
        if (capability_defs[i].roles & roles) names[count++] = capability_defs[i].name;
    for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++)
        if (USER_ROLE_BIT(role_defs[i].role) & roles) names[count++] = role_defs[i].name;
    return names;
}

bool actor_can(const struct actor *actor, enum capability capability) {
    if (!actor) return false;
    return actor->owner || (actor->user && capability_of_roles(actor->user->roles, capability));
}

// The capabilities of a type; attachments use those of posts.
static enum capability of_type(enum post_type type, enum capability post, enum capability page) {
    return type == POST_TYPE_PAGE ? page : post;
}

static bool is_author(const struct actor *actor, const struct post *post) {
    return actor->user && actor->user->id != 0 && post->author == actor->user->id;
}

static bool is_out(enum post_status status) { return status == POST_PUBLISH || status == POST_FUTURE; }

// The common half of map_meta_cap's edit_post and delete_post.
struct meta_caps {
    enum capability own, others, published, private_;
};

static bool may_change(const struct actor *actor, const struct post *post, const struct meta_caps *caps) {
    if (!actor) return false;
    if (actor->owner) return true;
    if (!actor->user) return false;
    enum post_status status = post->status;
    if (is_author(actor, post)) {
        // In the trash the former status decides.
        if (status == POST_TRASH) status = post->status_before_trash;
        return actor_can(actor, is_out(status) ? caps->published : caps->own);
    }
    if (!actor_can(actor, caps->others)) return false;
    if (is_out(status)) return actor_can(actor, caps->published);
    if (status == POST_PRIVATE) return actor_can(actor, caps->private_);
    return true;
}

bool actor_can_edit_post(const struct actor *actor, const struct post *post) {
    enum post_type type = post->type;
    struct meta_caps caps = {
        .own = of_type(type, CAP_EDIT_POSTS, CAP_EDIT_PAGES),
        .others = of_type(type, CAP_EDIT_OTHERS_POSTS, CAP_EDIT_OTHERS_PAGES),
        .published = of_type(type, CAP_EDIT_PUBLISHED_POSTS, CAP_EDIT_PUBLISHED_PAGES),
        .private_ = of_type(type, CAP_EDIT_PRIVATE_POSTS, CAP_EDIT_PRIVATE_PAGES),
    };
    return may_change(actor, post, &caps);
}

bool actor_can_delete_post(const struct actor *actor, const struct post *post) {
    enum post_type type = post->type;
    struct meta_caps caps = {
        .own = of_type(type, CAP_DELETE_POSTS, CAP_DELETE_PAGES),
        .others = of_type(type, CAP_DELETE_OTHERS_POSTS, CAP_DELETE_OTHERS_PAGES),
        .published = of_type(type, CAP_DELETE_PUBLISHED_POSTS, CAP_DELETE_PUBLISHED_PAGES),
        .private_ = of_type(type, CAP_DELETE_PRIVATE_POSTS, CAP_DELETE_PRIVATE_PAGES),
    };
    return may_change(actor, post, &caps);
}

bool actor_can_read_post(const struct actor *actor, const struct post *post) {
    if (post->status == POST_PUBLISH || post->status == POST_INHERIT) return true;
    if (!actor) return false;
    if (actor->owner) return true;
    if (!actor->user) return false;
    if (is_author(actor, post)) return actor_can(actor, CAP_READ);
    if (post->status == POST_PRIVATE)
        return actor_can(actor, of_type(post->type, CAP_READ_PRIVATE_POSTS, CAP_READ_PRIVATE_PAGES));
    return actor_can_edit_post(actor, post);
}

bool actor_can_publish(const struct actor *actor, enum post_type type) {
    return actor_can(actor, of_type(type, CAP_PUBLISH_POSTS, CAP_PUBLISH_PAGES));
}

// WordPress's REST lets moderators edit any comment, and others those on posts they may edit.
bool actor_can_edit_comment(const struct actor *actor, const struct comment *comment, const struct post *post) {
    (void) comment;
    return actor_can(actor, CAP_MODERATE_COMMENTS) || (post && actor_can_edit_post(actor, post));
}

bool actor_can_edit_user(const struct actor *actor, int64_t user) {
    if (!actor) return false;
    if (actor->user && actor->user->id != 0 && actor->user->id == user) return true;
    return actor_can(actor, CAP_EDIT_USERS);
}
