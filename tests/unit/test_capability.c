// Tests of server/rules/capability.c: the role table of WordPress 6.1 and the rights per object.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
//
#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "server/rules/capability.h"

enum { ADMIN = USER_ROLE_BIT(ROLE_ADMINISTRATOR), EDITOR = USER_ROLE_BIT(ROLE_EDITOR) };

// get_role('editor')->capabilities and the others, as WordPress 6.1 stores them, sorted.
static const struct {
    enum user_role role;
    const char *names;
} role_lists[] = {
    {ROLE_ADMINISTRATOR,
     "activate_plugins create_users delete_others_pages delete_others_posts delete_pages delete_plugins delete_posts "
     "delete_private_pages delete_private_posts delete_published_pages delete_published_posts delete_themes "
     "delete_users edit_dashboard edit_files edit_others_pages edit_others_posts edit_pages edit_plugins edit_posts "
     "edit_private_pages edit_private_posts edit_published_pages edit_published_posts edit_theme_options edit_themes "
     "edit_users export import install_plugins install_themes level_0 level_1 level_10 level_2 level_3 level_4 level_5 "
     "level_6 level_7 level_8 level_9 list_users manage_categories manage_links manage_options moderate_comments "
     "promote_users publish_pages publish_posts read read_private_pages read_private_posts remove_users switch_themes "
     "unfiltered_html unfiltered_upload update_core update_plugins update_themes upload_files administrator"},
    {ROLE_EDITOR,
     "delete_others_pages delete_others_posts delete_pages delete_posts delete_private_pages delete_private_posts "
     "delete_published_pages delete_published_posts edit_others_pages edit_others_posts edit_pages edit_posts "
     "edit_private_pages edit_private_posts edit_published_pages edit_published_posts level_0 level_1 level_2 level_3 "
     "level_4 level_5 level_6 level_7 manage_categories manage_links moderate_comments publish_pages publish_posts "
     "read read_private_pages read_private_posts unfiltered_html upload_files editor"},
    {ROLE_AUTHOR,
     "delete_posts delete_published_posts edit_posts edit_published_posts level_0 level_1 level_2 publish_posts read "
     "upload_files author"},
    {ROLE_CONTRIBUTOR, "delete_posts edit_posts level_0 level_1 read contributor"},
    {ROLE_SUBSCRIBER, "level_0 read subscriber"},
};

static bool has_word(const char *list, const char *word) {
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += size)
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0')) return true;
    return false;
}

static void test_role_lists(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof role_lists / sizeof *role_lists; i++) {
        const char *const *names = capability_names(&arena, USER_ROLE_BIT(role_lists[i].role));
        size_t wanted = 1, count = 0;
        for (const char *c = role_lists[i].names; *c; c++) wanted += *c == ' ';
        for (; names[count]; count++)
            if (!has_word(role_lists[i].names, names[count]))
                fail_msg("%s has %s", role_name(role_lists[i].role), names[count]);
        assert_int_equal(count, wanted);
    }
    assert_null(capability_names(&arena, 0)[0]);
    arena_finish(&arena);
}

static void test_every_capability_has_a_name(void **state) {
    (void) state;
    // The administrator has all: one that is missing from the table would be nobody's.
    for (int capability = 0; capability < CAP_COUNT; capability++) {
        if (!capability_of_roles(ADMIN, (enum capability) capability)) fail_msg("capability %d", capability);
        assert_false(capability_of_roles(0, (enum capability) capability));
    }
    assert_true(capability_of_roles(EDITOR, CAP_UNFILTERED_HTML));
    assert_false(capability_of_roles(EDITOR, CAP_MANAGE_OPTIONS));
    assert_false(capability_of_roles(EDITOR, CAP_LIST_USERS));
    // Several roles: what any of them may.
    assert_true(capability_of_roles(USER_ROLE_BIT(ROLE_SUBSCRIBER) | EDITOR, CAP_PUBLISH_PAGES));
}

static void test_roles(void **state) {
    (void) state;
    enum user_role role = ROLE_SUBSCRIBER;
    assert_true(role_parse("editor", &role));
    assert_int_equal(role, ROLE_EDITOR);
    assert_string_equal(role_name(ROLE_CONTRIBUTOR), "contributor");
    assert_false(role_parse("emperor", &role));
    assert_false(role_parse("Editor", &role));
    assert_int_equal(role, ROLE_EDITOR);
}

// Who may read, edit, delete: "red" in any part, "-" for none.
struct object_case {
    enum user_role role;  // 0: nobody
    bool own;
    enum post_type type;
    enum post_status status, before_trash;
    const char *rights;
};

static const struct object_case object_cases[] = {
    {0, false, POST_TYPE_POST, POST_PUBLISH, 0, "r"},
    {0, false, POST_TYPE_POST, POST_DRAFT, 0, ""},
    {0, false, POST_TYPE_POST, POST_PRIVATE, 0, ""},
    {ROLE_SUBSCRIBER, false, POST_TYPE_POST, POST_PUBLISH, 0, "r"},
    {ROLE_SUBSCRIBER, false, POST_TYPE_POST, POST_DRAFT, 0, ""},
    {ROLE_SUBSCRIBER, false, POST_TYPE_POST, POST_PRIVATE, 0, ""},
    // Reduced to subscriber, an author still reads the own drafts.
    {ROLE_SUBSCRIBER, true, POST_TYPE_POST, POST_DRAFT, 0, "r"},
    {ROLE_CONTRIBUTOR, true, POST_TYPE_POST, POST_DRAFT, 0, "red"},
    {ROLE_CONTRIBUTOR, true, POST_TYPE_POST, POST_PENDING, 0, "red"},
    {ROLE_CONTRIBUTOR, true, POST_TYPE_POST, POST_PUBLISH, 0, "r"},
    {ROLE_CONTRIBUTOR, true, POST_TYPE_POST, POST_FUTURE, 0, "r"},
    {ROLE_CONTRIBUTOR, true, POST_TYPE_POST, POST_TRASH, POST_PUBLISH, "r"},
    {ROLE_CONTRIBUTOR, true, POST_TYPE_POST, POST_TRASH, POST_DRAFT, "red"},
    {ROLE_CONTRIBUTOR, false, POST_TYPE_POST, POST_DRAFT, 0, ""},
    {ROLE_AUTHOR, true, POST_TYPE_POST, POST_PUBLISH, 0, "red"},
    {ROLE_AUTHOR, true, POST_TYPE_POST, POST_FUTURE, 0, "red"},
    {ROLE_AUTHOR, true, POST_TYPE_POST, POST_PRIVATE, 0, "red"},
    {ROLE_AUTHOR, false, POST_TYPE_POST, POST_PUBLISH, 0, "r"},
    {ROLE_AUTHOR, false, POST_TYPE_POST, POST_PRIVATE, 0, ""},
    {ROLE_AUTHOR, false, POST_TYPE_POST, POST_DRAFT, 0, ""},
    {ROLE_AUTHOR, true, POST_TYPE_PAGE, POST_DRAFT, 0, "r"},
    {ROLE_EDITOR, false, POST_TYPE_POST, POST_PRIVATE, 0, "red"},
    {ROLE_EDITOR, false, POST_TYPE_POST, POST_TRASH, POST_PUBLISH, "red"},
    {ROLE_EDITOR, false, POST_TYPE_PAGE, POST_PUBLISH, 0, "red"},
    {ROLE_EDITOR, false, POST_TYPE_PAGE, POST_PRIVATE, 0, "red"},
    {ROLE_ADMINISTRATOR, false, POST_TYPE_PAGE, POST_DRAFT, 0, "red"},
    {ROLE_AUTHOR, true, POST_TYPE_ATTACHMENT, POST_INHERIT, 0, "red"},
    {ROLE_AUTHOR, false, POST_TYPE_ATTACHMENT, POST_INHERIT, 0, "r"},
};

static void test_objects(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof object_cases / sizeof *object_cases; i++) {
        const struct object_case *c = &object_cases[i];
        struct user user = {.id = 7, .roles = USER_ROLE_BIT(c->role)};
        struct actor actor = {.user = c->role ? &user : NULL};
        struct post post = {
            .type = c->type, .status = c->status, .status_before_trash = c->before_trash, .author = c->own ? 7 : 8};
        bool reads = actor_can_read_post(&actor, &post), edits = actor_can_edit_post(&actor, &post),
             deletes = actor_can_delete_post(&actor, &post);
        if (reads != (strchr(c->rights, 'r') != NULL) || edits != (strchr(c->rights, 'e') != NULL) ||
            deletes != (strchr(c->rights, 'd') != NULL))
            fail_msg("case %zu: %s%s%s, wanted %s", i, reads ? "r" : "", edits ? "e" : "", deletes ? "d" : "",
                     c->rights);
    }
}

static void test_comments_and_users(void **state) {
    (void) state;
    struct user author = {.id = 7, .roles = USER_ROLE_BIT(ROLE_AUTHOR)}, editor = {.id = 8, .roles = EDITOR},
                admin = {.id = 1, .roles = ADMIN};
    struct actor by_author = {.user = &author}, by_editor = {.user = &editor}, by_admin = {.user = &admin},
                 nobody = {0}, owner = {.owner = true};
    struct post own = {.type = POST_TYPE_POST, .status = POST_PUBLISH, .author = 7}, other = own;
    other.author = 8;
    struct comment comment = {.post = 1, .user = 7};
    assert_true(actor_can_edit_comment(&by_author, &comment, &own));
    assert_false(actor_can_edit_comment(&by_author, &comment, &other));
    assert_false(actor_can_edit_comment(&by_author, &comment, NULL));
    assert_true(actor_can_edit_comment(&by_editor, &comment, NULL));
    assert_false(actor_can_edit_comment(&nobody, &comment, &own));
    assert_true(actor_can_edit_comment(&owner, &comment, NULL));

    assert_true(actor_can_edit_user(&by_author, 7));
    assert_false(actor_can_edit_user(&by_author, 8));
    assert_false(actor_can_edit_user(&by_editor, 7));
    assert_true(actor_can_edit_user(&by_admin, 7));
    assert_true(actor_can_edit_user(&owner, 7));
    assert_false(actor_can_edit_user(&nobody, 0));
    assert_false(actor_can_edit_user(NULL, 7));
}

static void test_nobody_and_owner(void **state) {
    (void) state;
    struct user none = {.id = 0};
    struct actor nobody = {0}, owner = {.user = &none, .owner = true};
    for (int capability = 0; capability < CAP_COUNT; capability++) {
        assert_false(actor_can(&nobody, (enum capability) capability));
        assert_false(actor_can(NULL, (enum capability) capability));
        assert_true(actor_can(&owner, (enum capability) capability));
    }
    // A post whose author was deleted is not the one of a user without id.
    struct actor zero = {.user = &none};
    struct post orphan = {.type = POST_TYPE_POST, .status = POST_DRAFT, .author = 0};
    assert_false(actor_can_read_post(&zero, &orphan));
    assert_true(actor_can_read_post(&owner, &orphan));
    assert_true(actor_can_publish(&owner, POST_TYPE_PAGE));
    struct user author = {.id = 7, .roles = USER_ROLE_BIT(ROLE_AUTHOR)};
    struct actor by_author = {.user = &author};
    assert_true(actor_can_publish(&by_author, POST_TYPE_POST));
    assert_false(actor_can_publish(&by_author, POST_TYPE_PAGE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_role_lists),
        cmocka_unit_test(test_every_capability_has_a_name),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_comments_and_users),
        cmocka_unit_test(test_nobody_and_owner),
    };
    return cmocka_run_group_tests_name("capability", tests, NULL, NULL);
}
