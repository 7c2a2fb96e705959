// handlers: what server/routes.c takes from feeds/. The comment above each lists its statuses.
#pragma once

#include "server/http/route.h"

extern const struct route_group machine_group;

// GET /wp-sitemap.xml: the list of the sitemap's files. 200; 404 while blog_public is off; 503.
int sitemap_index(struct request *request, struct response *response);
// GET /wp-sitemap-{name}: one file, as "posts-post-1.xml". 200; 404 where there is none; 503.
int sitemap_file(struct request *request, struct response *response);
// GET /news-sitemap.xml: the articles of the last two days. 200; 404 while blog_public is off; 503.
int news_sitemap(struct request *request, struct response *response);
// GET /sitemap.xml: 301 to /wp-sitemap.xml.
int sitemap_moved(struct request *request, struct response *response);

// GET /robots.txt: 200; 503.
int robots(struct request *request, struct response *response);

// GET /xmlrpc.php?rsd: the services of the site. 200; 405 without the parameter.
int rsd(struct request *request, struct response *response);
// POST /xmlrpc.php: a fault that says that there is no XML-RPC here. 405.
int rsd_refuse(struct request *request, struct response *response);
