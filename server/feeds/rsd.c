// rsd: Really Simple Discovery: which services the site has for programs. WordPress lists those of its xmlrpc.php here;
// this site has the REST API alone, and tells so who asks for the other.
#include "base/arena.h"
#include "base/strbuf.h"
#include "server/feeds/handlers.h"
#include "server/feeds/machine.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"
#include "server/text/xml.h"

static const char content_type[] = "text/xml; charset=UTF-8";

int rsd(struct request *request, struct response *response) {
    const struct app *app = request->app;
    if (!request_query(request, "rsd")) {
        response_set_header(request, response, "Allow", "GET, HEAD");
        return error_set(&response->error, 405, "no_xmlrpc",
                         "XML-RPC services are not offered by this site. Its REST API is at /wp-json/.");
    }
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return machine_failed(response, DB_BUSY);
    struct xml xml;
    response->content_type = content_type;
    xml_init(&xml, &response->body);
    xml_begin(&xml, "rsd");
    xml_attribute(&xml, "version", "1.0");
    xml_attribute(&xml, "xmlns", "http://archipelago.phrasewise.com/rsd");
    xml_begin(&xml, "service");
    xml_element(&xml, "engineName", "Broadsheet");
    xml_element(&xml, "homePageLink", arena_printf(&request->arena, "%s/", settings->home));
    xml_begin(&xml, "apis");
    xml_begin(&xml, "api");
    xml_attribute(&xml, "name", "WP-API");
    xml_attribute(&xml, "blogID", "1");
    xml_attribute(&xml, "preferred", "true");
    xml_attribute(&xml, "apiLink", arena_printf(&request->arena, "%s/wp-json/", settings->home));
    xml_end(&xml);
    xml_end(&xml);
    xml_end(&xml);
    xml_end(&xml);
    return 200;
}

static void write_member(struct xml *xml, const char *name, const char *type, const char *value) {
    xml_begin(xml, "member");
    xml_element(xml, "name", name);
    xml_begin(xml, "value");
    xml_element(xml, type, value);
    xml_end(xml);
    xml_end(xml);
}

int rsd_refuse(struct request *request, struct response *response) {
    struct xml xml;
    response->content_type = content_type;
    response_set_header(request, response, "Allow", "GET, HEAD");
    xml_init(&xml, &response->body);
    xml_begin(&xml, "methodResponse");
    xml_begin(&xml, "fault");
    xml_begin(&xml, "value");
    xml_begin(&xml, "struct");
    write_member(&xml, "faultCode", "int", "405");
    write_member(&xml, "faultString", "string",
                 "XML-RPC services are not offered by this site. Its REST API is at /wp-json/.");
    xml_end(&xml);
    xml_end(&xml);
    xml_end(&xml);
    xml_end(&xml);
    return 405;
}
