// handlers: what server/routes.c takes from pages/. The comment above each lists its statuses.
#pragma once

#include "server/http/route.h"

extern const struct route_group page_group;

// GET / and every address that no other row has: front page, articles, pages, archives, search.
// 200; 301 to the canonical address; 404; 503 when the store cannot be read.
int page_serve(struct request *request, struct response *response);

// POST /wp-comments-post.php, urlencoded or multipart (may block).
// 303 accepted, to the comment or to the article with the held comment; 403 closed, log-in required or bad parent;
// 404 no such article; 409 said before; 422 fields or an old form; 429 too fast; 507 disk full; 503. All but 303 show
// what was typed again. With comment_ID and the token of its author's link: changes that comment, or deletes it with
// delete_comment; see comment_edit.h.
int page_comment_post(struct request *request, struct response *response);

// GET /wp-login.php: 302 to the newsroom; with a query the form, or 302 when logged in already.
// ?action=logout&_wpnonce=: logs out (may block), 302; 403 and a page that asks when the nonce is not right.
int page_login_show(struct request *request, struct response *response);
// POST /wp-login.php (may block): log, pwd, rememberme, redirect_to. 302 with the cookie; 401 the form again; 429 after
// too many failures. ?action=logout with _wpnonce; ?action=postpass: see post_password.h.
int page_login_submit(struct request *request, struct response *response);

// GET /wp-admin/admin-ajax.php?action=rest-nonce, with a session: 200, the nonce as text; 400 "0" for all else.
int page_admin_ajax(struct request *request, struct response *response);

// GET /newsroom/ and all below it: 200, the page that the newsroom's app lives in; 404 in a build without it.
int page_newsroom(struct request *request, struct response *response);
// GET /newsroom, /wp-admin: 302 to /newsroom/; 404 as above.
int page_newsroom_moved(struct request *request, struct response *response);
// GET /wp-admin/ and all below it that has no row of its own: 302 to the screen of the newsroom that does the same, or
// to /newsroom/; to the log-in where a post's kind must be known; 404 as above.
int page_admin_moved(struct request *request, struct response *response);

// /wp-admin/authorize-application.php (app_name, app_id, success_url, reject_url). Both: 302 to the log-in for who has
// no session; 400 for addresses that are not allowed.
// GET: 200, the page that asks.
int page_authorize_show(struct request *request, struct response *response);
// POST (may block), the same fields with approve or reject: 302 to the application; 200 with the password where it
// named no address; 400, 409 the form again; 403 without the form's nonce.
int page_authorize_submit(struct request *request, struct response *response);

// /wp-admin/comment.php (c: the comment). Both: 302 to the log-in for who has no session; 404 for who may not edit it.
// GET: 200. POST (may block), with approve, spam or trash: 303 back; 403 without the form's nonce.
int page_comment_moderate_show(struct request *request, struct response *response);
int page_comment_moderate_submit(struct request *request, struct response *response);

// GET /wp-content/uploads/{path}: a file of a medium. 200, 206, 304; 404.
int page_upload(struct request *request, struct response *response);

// GET /favicon.ico: the icon of the theme; 404 when it has none.
int page_favicon(struct request *request, struct response *response);
