/* A request as a command line, to try it by hand. */
#include <string.h>

#include "io/http.h"
#include "io/json.h"
#include "llm/model_private.h"
#include "llm/transport_private.h"

/* In single quotes, where sh reads nothing but the quote itself. */
static void
quote(struct buf *out, const char *s, size_t n)
{
	buf_char(out, '\'');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\'')
			buf_str(out, "'\\''");
		else
			buf_char(out, s[i]);
	}
	buf_char(out, '\'');
}

static bool
is_variable(const char *s)
{
	static const char characters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

	return s && *s && !(*s >= '0' && *s <= '9') && strspn(s, characters) == strlen(s);
}

/* The variable that holds the key, or would. */
static const char *
key_variable(const struct model *model)
{
	const struct model_builtin *builtin = model_builtin(model->kind->kind);

	if (is_variable(model->key_source))
		return model->key_source;
	return builtin && builtin->key_variable ? builtin->key_variable : "KEY";
}

static void
put_key(const struct transport *t, const char *url, struct buf *out)
{
	const struct model *model = t->model;
	struct http_url parts;
	bool local = http_url_read(url, &parts) && http_url_is_local(&parts);

	if (model->kind->key_header && (model->key_source || !local))
		buf_printf(
		    out, " \\\n\t-H \"%s$%s\"", model->kind->key_header, key_variable(model));
}

/* The body goes through a pipe, since it may be longer than the arguments of a program; printf is
   sh's own. */
static enum status
put_body(const struct transport *t, const char *format, struct buf *out, struct err *err)
{
	struct json *body = NULL;
	struct buf text;
	enum status st = transport_body(t, &body, NULL, err);

	if (st)
		return st;
	buf_init(&text, BUF_DOCUMENT);
	json_print(body, &text);
	st = buf_check(&text, "the request", err);
	buf_printf(out, "printf '%s' ", format);
	quote(out, text.s, text.len);
	buf_str(out, " |\n");
	buf_fini(&text);
	json_free(body);
	return st;
}

static void
put_http(const struct transport *t, struct buf *out)
{
	struct strings headers = { 0 };
	struct buf url;

	buf_init(&url, BUF_TEXT);
	transport_url(t, &url);
	transport_headers(t, &headers);
	buf_str(out, t->stream ? "curl -sSN " : "curl -sS ");
	quote(out, url.s, url.len);
	for (size_t i = 0; i < headers.len; i++) {
		buf_str(out, " \\\n\t-H ");
		quote(out, headers.at[i], strlen(headers.at[i]));
	}
	put_key(t, url.s, out);
	buf_str(out, " \\\n\t--data-binary @-");
	strings_fini(&headers);
	buf_fini(&url);
}

enum status
transport_curl(const struct transport *t, struct buf *out, struct err *err)
{
	const struct model *model = t->model;
	bool exec = model->kind && strcmp(model->kind->kind, "exec") == 0;
	enum status st = put_body(t, exec ? "%s\\n" : "%s", out, err);

	if (st)
		return st;
	if (exec) {
		buf_str(out, "sh -c ");
		quote(out, model->id, strlen(model->id));
	} else if (model->url) {
		put_http(t, out);
	} else {
		buf_str(out, "cat");
	}
	return buf_check(out, "the command line", err);
}
