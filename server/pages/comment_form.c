// comment_form: see the header. Hides the names of fields and cookies: WordPress's, besides the token and the honeypot.
#include "server/pages/comment_form.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "db/post.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/parts.h"
#include "server/pages/session.h"
#include "server/pages/views.h"
#include "server/rules/token.h"
#include "server/text/words.h"

enum { DAY = 86400, COOKIE_SECONDS = 347 * DAY, FIELDS = 4, COOKIE_VALUE_MAX = 1024 };

const char comment_form_token_name[] = "broadsheet_token";
const char comment_form_delete_name[] = "delete_comment";
static const char honeypot_field[] = "comment_topic";
static const char consent_field[] = "wp-comment-cookies-consent";
static const char token_purpose[] = "comment-form";
static const int64_t token_ends = 253402300799;  // the end of the year 9999

static const char *const cookie_prefixes[3] = {"comment_author_", "comment_author_email_", "comment_author_url_"};

static int64_t number_of(const char *text) {
    if (!text || !*text) return 0;
    if (*text < '0' || *text > '9') return -1;
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    return errno || *end ? -1 : number;
}

static const char *field_of(const struct url_pairs *form, const char *name) {
    const char *value = url_pairs_get(form, name);
    return value ? value : "";
}

struct comment_form_input comment_form_read(const struct url_pairs *form) {
    return (struct comment_form_input){
        .post = number_of(url_pairs_get(form, "comment_post_ID")),
        .parent = number_of(url_pairs_get(form, "comment_parent")),
        .author = field_of(form, "author"),
        .email = field_of(form, "email"),
        .url = field_of(form, "url"),
        .comment = field_of(form, "comment"),
        .token = field_of(form, comment_form_token_name),
        .comment_id = number_of(url_pairs_get(form, "comment_ID")),
        .remove = *field_of(form, comment_form_delete_name) != '\0',
        .as_guest = url_pairs_get(form, "author") != NULL,
        .consent = *field_of(form, consent_field) != '\0',
        .honeypot = *field_of(form, honeypot_field) != '\0',
    };
}

static const char *token_subject(struct arena *arena, int64_t post) {
    return arena_printf(arena, "%lld", (long long) post);
}

// One for ever, so that a page does not change by itself for its sake.
static const char *make_token(struct page_context *page, int64_t post) {
    return token_make(page->app, page->arena, token_purpose, token_subject(page->arena, post), token_ends);
}

bool comment_form_token_valid(struct request *request, int64_t post, const char *token) {
    return token_valid(request->app, token_purpose, token_subject(&request->arena, post), token, request->now);
}

static const char *remembered(struct page_context *page, const char *prefix) {
    if (!request_header(page->request, "Cookie")) return NULL;
    const char *value = request_cookie(page->request, session_cookie_name(page->request, prefix));
    if (!value || !*value || strlen(value) > COOKIE_VALUE_MAX) return NULL;
    const char *text = url_decode(page->arena, value, strlen(value), false);
    if (text) page->response->personal = true;
    return text;
}

void comment_form_remember(struct request *request, struct response *response, const struct comment_form_input *input) {
    const char *const values[3] = {input->author, input->email, input->url};
    for (size_t i = 0; i < 3; i++) {
        const char *name = session_cookie_name(request, cookie_prefixes[i]);
        STRBUF_CLEAN struct strbuf coded;
        strbuf_init(&coded, 0);
        url_encode(&coded, values[i], "@");
        bool keep = input->consent && coded.size > 0 && coded.size <= COOKIE_VALUE_MAX;
        if (!keep && !request_cookie(request, name)) continue;
        struct response_cookie cookie = {
            .name = name,
            .value = keep ? arena_strndup(&request->arena, coded.data, coded.size) : "",
            .max_age = keep ? COOKIE_SECONDS : -1,
        };
        response_set_cookie(request, response, &cookie);
    }
}

// What a person can mend, field by field; NULL where it is right.
struct field_errors {
    const char *author, *email, *url, *comment;
};

static const char *too_long(struct page_context *page, enum word word, int most) {
    return words_with(page->arena, page->words, word, words_number(page->arena, page->words, most), NULL);
}

const char *comment_form_text_error(struct page_context *page, enum discussion_verdict verdict) {
    if (verdict == DISCUSSION_EMPTY) return words_get(page->words, WORD_WRITE_COMMENT);
    return verdict == DISCUSSION_TOO_LONG_CONTENT ? words_get(page->words, WORD_COMMENT_TOO_LONG) : NULL;
}

static bool is_blank(const char *text) { return text[strspn(text, " \t\r\n")] == '\0'; }

static struct field_errors check_fields(struct page_context *page, const struct comment_form_input *typed) {
    const struct words *words = page->words;
    struct field_errors errors = {0};
    if (!page_user(page)) {
        bool required = page->settings->require_name_email;
        if (utf8_length(typed->author) > COMMENT_NAME_MAX) {
            errors.author = too_long(page, WORD_NAME_TOO_LONG, COMMENT_NAME_MAX);
        } else if (required && is_blank(typed->author)) {
            errors.author = words_get(words, WORD_ENTER_NAME);
        }
        if (utf8_length(typed->email) > COMMENT_EMAIL_MAX) {
            errors.email = too_long(page, WORD_EMAIL_TOO_LONG, COMMENT_EMAIL_MAX);
        } else if (required && is_blank(typed->email)) {
            errors.email = words_get(words, WORD_ENTER_EMAIL);
        } else if (!is_blank(typed->email) && !email_is_valid(typed->email)) {
            errors.email = words_get(words, WORD_ENTER_VALID_EMAIL);
        }
        if (utf8_length(typed->url) > COMMENT_URL_MAX) errors.url = too_long(page, WORD_URL_TOO_LONG, COMMENT_URL_MAX);
    }
    if (is_blank(typed->comment)) {
        errors.comment = words_get(words, WORD_WRITE_COMMENT);
    } else if (strlen(typed->comment) > COMMENT_CONTENT_MAX) {
        errors.comment = words_get(words, WORD_COMMENT_TOO_LONG);
    }
    return errors;
}

// The verdict is the authority: what it found wrong is said even where the test above would let it pass.
static void add_verdict(struct page_context *page, enum discussion_verdict verdict, struct field_errors *errors) {
    const struct words *words = page->words;
    if (verdict == DISCUSSION_BAD_EMAIL && !errors->email) errors->email = words_get(words, WORD_ENTER_VALID_EMAIL);
    if (verdict == DISCUSSION_AUTHOR_REQUIRED && !errors->author && !errors->email) {
        errors->author = words_get(words, WORD_ENTER_NAME_AND_EMAIL);
    }
    if (verdict == DISCUSSION_TOO_LONG_NAME && !errors->author) {
        errors->author = too_long(page, WORD_NAME_TOO_LONG, COMMENT_NAME_MAX);
    }
    if (verdict == DISCUSSION_TOO_LONG_EMAIL && !errors->email) {
        errors->email = too_long(page, WORD_EMAIL_TOO_LONG, COMMENT_EMAIL_MAX);
    }
    if (verdict == DISCUSSION_TOO_LONG_URL && !errors->url) {
        errors->url = too_long(page, WORD_URL_TOO_LONG, COMMENT_URL_MAX);
    }
    if (!errors->comment) errors->comment = comment_form_text_error(page, verdict);
}

static const struct field_view *make_field(struct page_context *page, struct field_view field) {
    struct field_view *view = arena_new(page->arena, struct field_view);
    *view = field;
    view->value = text_or_null(field.value);
    if (field.error) view->error_id = arena_printf(page->arena, "%s-error", field.name);
    return view;
}

static void add_summary(struct page_context *page, struct comment_form_view *view) {
    const struct field_view *const fields[FIELDS] = {view->author, view->email, view->url, view->comment};
    struct form_error_view *errors = arena_array(page->arena, struct form_error_view, FIELDS);
    for (size_t i = 0; i < FIELDS; i++) {
        if (!fields[i] || !fields[i]->error) continue;
        errors[view->errors_count++] = (struct form_error_view){
            .message = fields[i]->error,
            .url = arena_printf(page->arena, "#%s", fields[i]->name),
        };
    }
    view->errors = errors;
}

static void add_guest_fields(struct page_context *page, const struct comment_form_wish *wish,
                             const struct field_errors *errors, struct comment_form_view *view) {
    const struct comment_form_input *typed = wish->typed;
    bool required = page->settings->require_name_email;
    const char *author = typed ? typed->author : remembered(page, cookie_prefixes[0]);
    const char *email = typed ? typed->email : remembered(page, cookie_prefixes[1]);
    const char *url = typed ? typed->url : remembered(page, cookie_prefixes[2]);
    view->author = make_field(page, (struct field_view){.name = "author",
                                                        .value = author,
                                                        .error = errors->author,
                                                        .required = required,
                                                        .max_length = COMMENT_NAME_MAX});
    view->email = make_field(page, (struct field_view){.name = "email",
                                                       .value = email,
                                                       .error = errors->email,
                                                       .required = required,
                                                       .max_length = COMMENT_EMAIL_MAX});
    view->url = make_field(
        page, (struct field_view){.name = "url", .value = url, .error = errors->url, .max_length = COMMENT_URL_MAX});
    if (page->settings->show_comments_cookies_opt_in) {
        struct consent_view *consent = arena_new(page->arena, struct consent_view);
        consent->name = consent_field;
        consent->checked = typed ? typed->consent : author || email || url;
        view->consent = consent;
    }
}

const struct comment_form_view *comment_form_make(struct page_context *page, const struct comment_form_wish *wish) {
    const struct comment_form_input *typed = wish->typed;
    struct field_errors errors = {0};
    if (typed && wish->problem != DISCUSSION_ACCEPTED) {
        errors = check_fields(page, typed);
        add_verdict(page, wish->problem, &errors);
    }
    struct comment_form_view *view = arena_new(page->arena, struct comment_form_view);
    *view = (struct comment_form_view){
        .action = site_path(page, "/wp-comments-post.php"),
        .post = wish->post->id,
        .parent = wish->parent,
        .token_name = comment_form_token_name,
        .token = make_token(page, wish->post->id),
        .honeypot_name = honeypot_field,
        .reply_to = wish->reply_to,
        .cancel_url = wish->reply_to ? arena_printf(page->arena, "%s#respond", wish->permalink) : NULL,
    };
    const struct user *user = page_user(page);
    if (user) {
        struct user_view *who = arena_new(page->arena, struct user_view);
        *who = (struct user_view){.name = user->display_name, .log_out_url = session_log_out_url(page)};
        view->user = who;
        page->response->personal = true;
    } else {
        add_guest_fields(page, wish, &errors, view);
    }
    view->comment = make_field(page, (struct field_view){.name = "comment",
                                                         .value = typed ? typed->comment : NULL,
                                                         .error = errors.comment,
                                                         .required = true,
                                                         .max_length = COMMENT_CONTENT_MAX});
    add_summary(page, view);
    return view;
}
