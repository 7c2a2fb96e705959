// mustache: the template engine (mustache(5), the required modules of its spec:
// comments, delimiters, interpolation, inverted, partials, sections).
//
// Templates are compiled once at start against the view type they are rendered
// with: a name is resolved to a field then, through the sections it stands in,
// and an unknown name is an error with file and line. Rendering looks nothing up.
// A compiled set is immutable and may be used by many threads.
//
//   {{name}} {{a.b}}      a text, HTML, URL or integer; the kind escapes, so {{{name}}} and {{&name}} are the same
//   {{#name}}...{{/name}} once for each view of a list, with it as context; once for an object that is there, with it
//                         as context; else once when true, not 0, not empty
//   {{^name}}...{{/name}} when the same is false
//   {{.}}                 in a section over a text or integer, that one; else the field named "." of the
//                         innermost view
//   {{>name}}             a partial, in this context; also itself, in a section. Alone on its line it is
//                         indented as it stands
//   {{! text}}, {{=<% %>=}}
//   {{#_}}text{{/_}}      the text in the language of the site: a section lambda whose text, tags and all, is looked up
//                         in server/text/po/en.po while binding. "context|text" where one English text is several words
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct strbuf;
struct view_type;
struct words;

struct mustache;  // a compiled template

// Sections and partials inside each other while rendering; deeper fails.
enum { MUSTACHE_DEPTH_MAX = 256 };

// Gives the source of a template or partial by name ("article"), or NULL. The
// text must live until the compile call returns.
typedef const char *(*mustache_loader)(void *context, const char *name, size_t *ret_size);

// Compiles `name` and the partials it uses. On failure returns NULL and sets
// *ret_message (in `arena`) to "article.mustache:12: unknown name 'titel'".
// The caller destroys the result, which needs neither the loader nor `arena` any more.
struct mustache *mustache_compile(const char *name, const struct view_type *type, mustache_loader loader, void *context,
                                  struct arena *arena, const char **ret_message) __attribute__((warn_unused_result));

void mustache_destroy(struct mustache *template_);

// Appends the rendering of `view`, a struct of the type it was compiled for, in a language (NULL: English).
// Failures stick in `out`.
void mustache_render(const struct mustache *template_, const struct words *words, const void *view, struct strbuf *out);
