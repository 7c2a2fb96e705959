// lost password: the part of /wp-login.php for who forgot the password, under WordPress's names: a form for name or
// address, a letter with a link, a form for the new password.
#pragma once

#include <stdbool.h>

struct page_context;
struct request;
struct response;

// Is this request ours, by its "action"?
bool lost_password_is_asked(const struct request *request);
int lost_password_show(struct request *request, struct response *response);    // GET
int lost_password_submit(struct request *request, struct response *response);  // POST; on a worker

// What the log-in page says after "?checkemail=confirm"; NULL: nothing.
const char *lost_password_message(const struct page_context *page);
// The link on the log-in page; NULL: the site sends no mail.
const char *lost_password_url(struct page_context *page);
