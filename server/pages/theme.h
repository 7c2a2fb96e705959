// theme: the site's templates, compiled once at start against the views of views.h. Immutable afterwards; any number of
// threads may render.
#pragma once

#include <stdbool.h>

struct error;
struct strbuf;
struct theme;
struct words;

enum theme_page {
    THEME_FRONT,
    THEME_ARTICLE,
    THEME_PAGE,
    THEME_ARCHIVE,
    THEME_NOT_FOUND,
    THEME_ERROR,
    THEME_COMMENT_PROBLEM,
    THEME_LOGIN,
    THEME_COMMENT_MODERATE,
    THEME_PASSWORD_RESET,
    THEME_MESSAGE,
    THEME_AUTHORIZE,
    THEME_COMMENT_BODY,  // parts of pages (part.h), here and below
    THEME_STORY,
    THEME_HEAD,
    THEME_FOOT,
    THEME_NEWSROOM,
    THEME_PAGES,
};

// Compiles the built-in templates. `directory` (NULL: none) holds files that replace built-in ones of the same name, or
// partials of its own. NULL and a one-line error when the directory cannot be read or a template is wrong:
// "article.mustache:12: unknown name 'titel'".
struct theme *theme_create(const char *directory, struct error *error) __attribute__((warn_unused_result));

// NULL is allowed.
void theme_destroy(struct theme *theme);

// Appends the page in a language (NULL: English); `view` is a struct of the type that views.h names for it. Failures
// stick in `out`.
void theme_render(const struct theme *theme, const struct words *words, enum theme_page page, const void *view,
                  struct strbuf *out);
