#include <stdint.h>
#include <string.h>

#include "io/json.h"
#include "phase/ingest_parts.h"
#include "text/adf.h"
#include "text/story.h"
#include "text/story_forms.h"

struct issue {
	struct ingest_story *story;
	const struct ingest_options *options;
	struct json *metadata;
	struct buf text; /* the issue as Markdown */
	int line;	 /* the next one */
};

static void
issue_begin(struct issue *issue, struct ingest *ingest, const struct ingest_options *options)
{
	*issue = (struct issue){ .story = ingest_add(ingest), .options = options, .line = 1 };
	issue->metadata = json_set_object(issue->story->story, "metadata");
	buf_init(&issue->text, SIZE_MAX / 2);
}

static void
issue_end(struct issue *issue, enum story_format format)
{
	ingest_text(issue->story, story_format_names[format], issue->options, issue->text.s,
	    issue->text.len);
	buf_fini(&issue->text);
}

static void
heading_put(struct issue *issue, int level, const char *title, enum story_section section)
{
	static const char *const marks[] = { "# ", "## " };
	struct block *block;

	if (issue->text.len > 0) {
		buf_char(&issue->text, '\n');
		issue->line++;
	}
	block = blocks_add(&issue->story->blocks, BLOCK_HEADING, issue->line, issue->line);
	block->level = level;
	block->text = arena_strdup(&issue->story->blocks.arena, title);
	buf_str(&issue->text, marks[level - 1]);
	for (; *title; title++)
		buf_char(&issue->text, *title == '\n' ? ' ' : *title);
	buf_str(&issue->text, "\n\n");
	issue->line += 2;
	if (section != SECTION_NONE) {
		block = blocks_add(&issue->story->blocks, BLOCK_RULE, issue->line, issue->line);
		block->section = (int)section;
	}
}

static void
markdown_put(struct issue *issue, const char *text, size_t n)
{
	markdown_read(&issue->story->blocks, text, n, issue->line);
	buf_add(&issue->text, text, n);
	for (size_t i = 0; i < n; i++)
		issue->line += text[i] == '\n';
	if (n > 0 && text[n - 1] != '\n') {
		buf_char(&issue->text, '\n');
		issue->line++;
	}
}

/* A field of Jira: Atlassian document, or wiki markup. */
static void
rich_put(struct issue *issue, const struct json *value)
{
	const char *text = json_string(value);
	struct buf markdown;

	if (adf_is(value)) {
		adf_read(&issue->story->blocks, &issue->text, &issue->line, value);
	} else if (text) {
		buf_init(&markdown, SIZE_MAX / 2);
		story_wiki(text, strlen(text), &markdown);
		markdown_put(issue, markdown.s, markdown.len);
		buf_fini(&markdown);
	}
}

/* "name", "value" or "key" of an object, or the string itself. */
static const char *
name_of(const struct json *value)
{
	static const char *const keys[] = { "name", "value", "key", "displayName", "title" };

	if (json_string(value))
		return json_string(value);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *name = json_get_string(value, keys[i]);

		if (name[0] != '\0')
			return name;
	}
	return "";
}

static void
metadata_name(struct issue *issue, const char *key, const struct json *value)
{
	const char *name = name_of(value);

	if (name[0] != '\0')
		json_set_string(issue->metadata, key, name);
}

static void
metadata_names(struct issue *issue, const char *key, const struct json *values)
{
	struct json *names;

	if (json_kind(values) != JSON_ARRAY || json_len(values) == 0)
		return;
	names = json_set_array(issue->metadata, key);
	json_each (it, values) {
		if (name_of(it)[0] != '\0')
			json_add_string(names, name_of(it));
	}
}

static void
reference_add(struct issue *issue, const char *key)
{
	if (key[0] != '\0' && !strings_has(&issue->story->references, key))
		strings_add(&issue->story->references, key);
}

/* Issues this one blocks, duplicates, is part of. */
static void
jira_links(struct issue *issue, const struct json *fields)
{
	struct json *links = json_new_array();

	json_each (it, json_get(fields, "issuelinks")) {
		bool out = json_get(it, "outwardIssue") != NULL;
		const struct json *other = json_get(it, out ? "outwardIssue" : "inwardIssue");
		const char *key = json_get_string(other, "key");
		struct json *link;

		if (key[0] == '\0')
			continue;
		link = json_add_object(links);
		json_set_string(link, "key", key);
		json_set_string(link, "type",
		    json_get_string(json_get(it, "type"), out ? "outward" : "inward"));
	}
	if (json_len(links) > 0)
		json_set(issue->metadata, "links", links);
	else
		json_free(links);
	metadata_name(issue, "parent", json_path(fields, "parent.key"));
}

/* Whether a text without a name reads like criteria: items, steps or ids in several lines. */
static bool
reads_like_criteria(const struct ingest *ingest, const struct json *value)
{
	const char *text = json_string(value);
	enum gherkin_step_kind kind;

	if (adf_is(value)) {
		json_each (it, json_get(value, "content")) {
			const char *type = json_get_string(it, "type");

			if (strcmp(type, "bulletList") == 0 || strcmp(type, "orderedList") == 0 ||
			    strcmp(type, "taskList") == 0)
				return true;
		}
		return false;
	}
	if (text == NULL)
		return false;
	if (gherkin_looks_like(ingest->gherkin, text, strlen(text), NULL) ||
	    gherkin_step_keyword(ingest->gherkin, "en", text, strlen(text), &kind) > 0)
		return true;
	return strpbrk(text, "\n") && strpbrk(text, "*-#1") == text + strspn(text, " \n\r");
}

static bool
is_prose(const struct json *value)
{
	const char *text = json_string(value);

	return adf_is(value) || (text && strpbrk(text, "\n") != NULL) ||
	       (text && strlen(text) > 40 && strchr(text, ' ') && strncmp(text, "http", 4) != 0 &&
		   text[0] != '{');
}

/* Fields of a team's own: criteria where the name or the content says so, else a section. */
static void
jira_custom(struct issue *issue, const struct json *root, const struct json *fields)
{
	const struct ingest *ingest = issue->story->ingest;

	json_each (it, fields) {
		const char *key = json_key(it);
		const char *name = json_get_string(json_get(root, "names"), key);
		enum story_section section = SECTION_NONE;
		const struct phrase *known;

		if (strcmp(key, "description") == 0 || strcmp(key, "summary") == 0 || !is_prose(it))
			continue;
		if (name[0] == '\0')
			name = key;
		known = phrases_whole(&ingest->lexicon->sections, name, strlen(name));
		if (known == NULL && strncmp(key, "customfield_", 12) != 0 &&
		    strcmp(key, "environment") != 0)
			continue;
		if (known == NULL && strcmp(name, key) == 0 && reads_like_criteria(ingest, it))
			section = SECTION_CRITERIA;
		heading_put(issue, 2, name, section);
		rich_put(issue, it);
	}
}

static void
jira_read(struct ingest *ingest, const struct ingest_options *options, const struct json *root)
{
	const struct json *fields = json_get(root, "fields");
	struct issue issue;

	if (fields == NULL)
		fields = root;
	issue_begin(&issue, ingest, options);
	metadata_name(&issue, "key", json_get(root, "key"));
	metadata_name(&issue, "type", json_get(fields, "issuetype"));
	metadata_name(&issue, "priority", json_get(fields, "priority"));
	metadata_name(&issue, "status", json_get(fields, "status"));
	metadata_names(&issue, "labels", json_get(fields, "labels"));
	metadata_names(&issue, "components", json_get(fields, "components"));
	metadata_names(&issue, "versions", json_get(fields, "fixVersions"));
	jira_links(&issue, fields);
	issue.story->priority = json_get_string(issue.metadata, "priority");
	reference_add(&issue, json_get_string(root, "key"));
	if (json_get_string(fields, "summary")[0] != '\0')
		heading_put(&issue, 1, json_get_string(fields, "summary"), SECTION_NONE);
	rich_put(&issue, json_get(fields, "description"));
	jira_custom(&issue, root, fields);
	issue_end(&issue, FORMAT_JIRA);
}

static void
github_read(struct ingest *ingest, const struct ingest_options *options, const struct json *root)
{
	const char *body = json_get_string(root, "body");
	double number = json_get_number(root, "number");
	struct issue issue;
	char id[32];

	issue_begin(&issue, ingest, options);
	if (number >= 1 && number < 1e9) {
		id[0] = '#';
		json_number_text(number, id + 1);
		json_set_number(issue.metadata, "number", number);
		reference_add(&issue, id);
	}
	metadata_name(&issue, "state", json_get(root, "state"));
	metadata_name(&issue, "milestone", json_get(root, "milestone"));
	metadata_name(
	    &issue, "url", json_get(root, json_get(root, "html_url") ? "html_url" : "url"));
	metadata_names(&issue, "labels", json_get(root, "labels"));
	json_each (it, json_get(issue.metadata, "labels")) {
		const char *label = json_string(it), *colon = strrchr(label, ':');

		colon = colon ? colon + 1 + strspn(colon + 1, " ") : label;
		if (story_priority(ingest->lexicon, colon, strlen(colon)) >= 0)
			issue.story->priority = colon;
	}
	heading_put(&issue, 1, json_get_string(root, "title"), SECTION_NONE);
	markdown_put(&issue, body, strlen(body));
	issue_end(&issue, FORMAT_GITHUB);
}

static bool
is_jira(const struct json *root)
{
	return json_kind(json_get(root, "fields")) == JSON_OBJECT ||
	       (json_get(root, "summary") && json_get(root, "description"));
}

static enum status
issue_read(struct ingest *ingest, const struct ingest_options *options, const struct json *root,
    struct err *err)
{
	bool jira = is_jira(root), github = !jira && json_string(json_get(root, "title"));

	if (options->format == FORMAT_GITHUB && !json_string(json_get(root, "title")))
		return err_set(err, ST_DATA, "no GitHub issue: title is missing");
	if (jira && options->format != FORMAT_GITHUB)
		jira_read(ingest, options, root);
	else if (github)
		github_read(ingest, options, root);
	else
		return err_set(err, ST_DATA,
		    "no story in this JSON: expected a Jira issue (fields) or a GitHub issue "
		    "(title, body)");
	return ST_OK;
}

enum status
ingest_issues(struct ingest *ingest, const struct ingest_options *options, const char *text,
    size_t n, struct err *err)
{
	struct json *root = NULL;
	const struct json *list;
	enum status st;

	st = json_parse(text, n, &root, err);
	if (st != ST_OK)
		return st;
	list = json_kind(root) == JSON_ARRAY ? root : json_get(root, "issues");
	if (json_kind(list) != JSON_ARRAY) {
		st = issue_read(ingest, options, root, err);
	} else if (json_len(list) == 0) {
		st = err_set(err, ST_DATA, "the list of issues is empty: name another file");
	} else if (json_len(list) > 1 && !options->split) {
		st = err_set(
		    err, ST_DATA, "%zu issues: use --split for one document each", json_len(list));
	} else {
		json_each (it, list) {
			if (st == ST_OK)
				st = issue_read(ingest, options, it, err);
		}
	}
	json_free(root);
	return st;
}
