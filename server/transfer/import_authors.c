// import authors: accounts of the other site. Who is here under the same login or e-mail address is the same person;
// others get an account without a password.
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "db/origin.h"
#include "db/user.h"
#include "server/rules/capability.h"
#include "server/rules/discussion.h"
#include "server/text/sanitize.h"
#include "server/text/slug.h"
#include "server/transfer/import_state.h"
#include "server/transfer/piece.h"

enum { LOGIN_MAX = 60, NAME_MAX = 250, TEXT_MAX = 10000, NUMBERS_MOST = 10000 };

static const char *login_key(struct import *import, const char *login) {
    return arena_printf(import->arena, "login:%s", login);
}

static const char *id_key(struct import *import, int64_t id) {
    return arena_printf(import->arena, "id:%lld", (long long) id);
}

// No markup, one line, cut.
static const char *plain(struct import *import, const char *text, size_t most) {
    char *clean = arena_strdup(import->arena, sanitize_strip_tags(import->arena, text));
    for (char *at = clean; *at; at++)
        if ((unsigned char) *at < 0x20 || *at == 0x7f) *at = ' ';
    clean[utf8_prefix(clean, strlen(clean), most)] = '\0';
    return clean;
}

// As WordPress's importer cleans logins (sanitize_user, strict), unless nothing would be left.
static const char *clean_login(struct import *import, const char *text) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.-@";
    const char *login = plain(import, text, LOGIN_MAX);
    char *strict = arena_strdup(import->arena, login), *end = strict;
    for (const char *at = login; *at; at++)
        if (strchr(letters, *at)) *end++ = *at;
    while (end > strict && end[-1] == ' ') end--;
    *end = '\0';
    strict += strspn(strict, " ");
    return *strict ? strict : login;
}

static enum db_result unique_slug(struct db *db, struct import *import, const char *wish, const char **ret) {
    const char *base = slug_from_text(import->arena, wish);
    if (*base == '\0') base = "author";
    const char *slug = base;
    for (unsigned number = 2; number < NUMBERS_MOST; number++) {
        struct user other;
        enum db_result result = user_get_by_slug(db, import->arena, slug, &other);
        *ret = slug;
        if (result == DB_NOT_FOUND) return DB_OK;
        if (result != DB_OK) return result;
        slug = slug_with_number(import->arena, base, number);
    }
    return DB_CONFLICT;
}

static enum db_result find_here(struct db *db, struct import *import, const char *login, const char *email,
                                struct user *ret) {
    int64_t id;
    enum db_result result = origin_find(db, import->source, ORIGIN_USER, login_key(import, login), &id);
    if (result == DB_OK) return user_get(db, import->arena, id, ret);
    if (result != DB_NOT_FOUND) return result;
    result = user_get_by_login(db, import->arena, login, ret);
    if (result == DB_NOT_FOUND && *email) result = user_get_by_email(db, import->arena, email, ret);
    return result;
}

static enum db_result make(struct db *db, struct import *import, const json_t *author, const char *login,
                           const char *email, struct user *ret) {
    const char *shown = plain(import, piece_text(author, "display_name"), NAME_MAX);
    const char *slug = piece_text(author, "slug");
    *ret = (struct user){
        .login = login,
        .email = email,
        .display_name = *shown ? shown : login,
        .nickname = plain(import, piece_text(author, "nickname"), NAME_MAX),
        .first_name = plain(import, piece_text(author, "first_name"), NAME_MAX),
        .last_name = plain(import, piece_text(author, "last_name"), NAME_MAX),
        .url = piece_text(author, "url"),
        .description = plain(import, piece_text(author, "description"), TEXT_MAX),
        .locale = "",
        .password_hash = "",
        .roles = import->roles,
        .registered = import->now,
    };
    if (*ret->nickname == '\0') ret->nickname = login;
    if (strncmp(ret->url, "http://", 7) != 0 && strncmp(ret->url, "https://", 8) != 0) ret->url = "";
    import_date(piece_text(author, "registered_gmt"), "", &ret->registered);
    enum db_result result = unique_slug(db, import, *slug ? slug : login, &ret->slug);
    if (result != DB_OK) return result;
    struct user other;
    const int64_t id = piece_integer(author, "id");
    if (!import_keeps_id(id) || user_get(db, import->arena, id, &other) == DB_OK) return user_insert(db, ret, &ret->id);
    ret->id = id;
    return user_insert_as(db, ret);
}

static enum db_result remember(struct db *db, struct import *import, const json_t *author, const char *login,
                               int64_t id) {
    const int64_t old = piece_integer(author, "id");
    enum db_result result = origin_put(db, import->source, ORIGIN_USER, login_key(import, login), id);
    if (result == DB_OK && old > 0) result = origin_put(db, import->source, ORIGIN_USER, id_key(import, old), id);
    return result;
}

enum db_result import_author(struct db *db, struct import *import, const json_t *author) {
    const int64_t line = piece_integer(author, "line");
    const char *login = clean_login(import, piece_text(author, "login"));
    const char *email = piece_text(author, "email");
    if (strlen(email) > COMMENT_EMAIL_MAX || !email_is_valid(email)) email = "";
    if (*login == '\0') {
        import->left[IMPORT_AUTHORS]++;
        import_note(import, line, "left out: an author without a login");
        return DB_OK;
    }
    struct user user;
    enum db_result result = find_here(db, import, login, email, &user);
    if (result == DB_OK) {
        import->known[IMPORT_AUTHORS]++;
    } else if (result == DB_NOT_FOUND) {
        import->made[IMPORT_AUTHORS]++;
        if (import->dry) return DB_OK;
        result = make(db, import, author, login, email, &user);
    }
    if (result != DB_OK || import->dry) return result;
    return remember(db, import, author, login, user.id);
}

enum db_result import_author_find(struct db *db, struct import *import, const char *login, int64_t *ret_id) {
    *ret_id = 0;
    login = clean_login(import, login);
    if (*login == '\0') return DB_OK;
    struct user user;
    enum db_result result = find_here(db, import, login, "", &user);
    if (result == DB_NOT_FOUND) {
        result = make(db, import, NULL, login, "", &user);
        if (result == DB_OK) result = remember(db, import, NULL, login, user.id);
        import->made[IMPORT_AUTHORS]++;
    }
    if (result == DB_OK) *ret_id = user.id;
    return result;
}

enum db_result import_author_is_free(struct db *db, struct import *import, const char *login, bool *ret) {
    struct user user = {.roles = import->roles};
    login = clean_login(import, login);
    enum db_result result = *login ? find_here(db, import, login, "", &user) : DB_NOT_FOUND;
    if (result == DB_NOT_FOUND) result = DB_OK;
    *ret = capability_of_roles(user.roles, CAP_UNFILTERED_HTML);
    return result;
}

enum db_result import_author_by_id(struct db *db, struct import *import, int64_t id, int64_t *ret_id) {
    *ret_id = 0;
    if (id <= 0) return DB_OK;
    enum db_result result = origin_find(db, import->source, ORIGIN_USER, id_key(import, id), ret_id);
    return result == DB_NOT_FOUND ? DB_OK : result;
}
