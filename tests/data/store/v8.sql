-- A store as a program of schema 8 left it.
PRAGMA application_id = 1920165681;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE run (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
	created_at INTEGER NOT NULL,	-- as the document says
	added_at INTEGER NOT NULL,	-- when this store first saw it
	deleted_at INTEGER,		-- NULL while it is not deleted
	title TEXT NOT NULL,		-- first line of the story
	base TEXT NOT NULL		-- the document with empty phases, one line
) STRICT;
INSERT INTO run VALUES(1,'01934b2e-7c00-7000-8000-000000000001',1795168800000,1795175478583,NULL,'Guest checkout','{"rsg":1,"run":{"id":"01934b2e-7c00-7000-8000-000000000001","created_at":"2026-11-20T10:00:00.000Z","labels":{"team":"shop"}},"story":{"text":"# Guest checkout\n\nAs a guest I want to pay without an account so that I can buy quickly.\n\n## Acceptance criteria\n\n- AC-1: The cart total includes VAT.\n- AC-2: A receipt is mailed within 2 minutes.\n","format":"markdown","source":"story.md","sha256":"0000000000000000000000000000000000000000000000000000000000000000","metadata":{}},"phases":{}}');
INSERT INTO run VALUES(2,'01934b2e-7c00-7000-8000-000000000000',1795082400000,1795907342114,NULL,'Guest checkout','{"rsg":1,"run":{"id":"01934b2e-7c00-7000-8000-000000000000","created_at":"2026-11-19T10:00:00.000Z","labels":{"team":"shop"}},"story":{"text":"# Guest checkout\n\nAs a guest I want to pay without an account so that I can buy quickly.\n\n## Acceptance criteria\n\n- AC-1: The cart total includes VAT.\n- AC-2: A receipt is mailed within 2 minutes.\n","format":"markdown","source":"story.md","sha256":"0000000000000000000000000000000000000000000000000000000000000000","metadata":{}},"phases":{}}');
CREATE TABLE phase_execution (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	phase TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('executed', 'gated', 'failed', 'skipped')),
	-- executed here, imported from a bundle, or found in a document that came from elsewhere
	origin TEXT NOT NULL CHECK (origin IN ('executed', 'imported', 'document')),
	engine TEXT NOT NULL,
	started_at INTEGER NOT NULL,
	duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
	input_sha256 TEXT NOT NULL,
	output_sha256 TEXT,		-- NULL when there is no output
	error TEXT,			-- of a phase that printed no document
	entry TEXT,			-- the phase's entry in the document; NULL when it printed none
	base TEXT,			-- the rest of the document where it is not run.base
	entries TEXT NOT NULL, score REAL,		-- JSON array: the executions in the document, in order; 0 is this one
	CHECK ((entry IS NULL) = (error IS NOT NULL))
) STRICT;
INSERT INTO phase_execution VALUES(1,'01934b2e-7c00-7000-8000-000000000001','ingestion','executed','document','builtin',1795168800000,1,'0000000000000000000000000000000000000000000000000000000000000000','0000000000000000000000000000000000000000000000000000000000000000',NULL,'{"status":"executed","engine":"builtin","started_at":"2026-11-20T10:00:00.000Z","duration_ms":1,"usage":{"input_tokens":0,"output_tokens":0,"cost_usd":0,"calls":0,"cached":0},"input_sha256":"0000000000000000000000000000000000000000000000000000000000000000","output_sha256":"0000000000000000000000000000000000000000000000000000000000000000","warnings":[{"code":"no-benefit","text":"The story does not say why the guest wants this.","line":3}],"output":{"title":"Guest checkout","role":"guest","goal":"pay without an account","benefit":"I can buy quickly","requirements":[{"id":"REQ-1","text":"A guest pays without an account.","line":3,"importance":1,"criteria":["AC-1","AC-2"],"references":["SHOP-12"]}],"criteria":[{"id":"AC-1","text":"The cart total includes VAT.","line":7,"end_line":7,"requirement":"REQ-1","importance":1,"references":["SHOP-12"]},{"id":"AC-2","text":"A receipt is mailed within 2 minutes.","line":8,"end_line":8,"requirement":"REQ-1","importance":0.6,"scenario":"SC-1","checked":false}],"scenarios":[{"id":"SC-1","name":"receipt","line":8,"steps":[{"keyword":"then","text":"a receipt is mailed","line":8}],"tags":[],"examples":0}],"scope":{"in":[{"text":"card payment","line":9}],"out":[{"text":"invoices","line":10}]},"entities":[{"name":"cart","kind":"noun","count":2}],"questions":[{"text":"Which VAT rate?","line":11}],"notes":[{"text":"Not understood, kept.","line":12}]}}',NULL,'[0]',NULL);
INSERT INTO phase_execution VALUES(2,'01934b2e-7c00-7000-8000-000000000001','classification','executed','executed','builtin',1795175478583,2,'266fee743baccedcd1599b95481aa4e1a2c7d172f2c311ef06e6993af1d5f729','a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999',NULL,'{"status":"executed","engine":"builtin","started_at":"2026-11-20T11:51:18.583Z","duration_ms":2,"usage":{"input_tokens":0,"output_tokens":0,"cost_usd":0,"calls":0,"cached":0},"input_sha256":"266fee743baccedcd1599b95481aa4e1a2c7d172f2c311ef06e6993af1d5f729","output_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999","warnings":[{"code":"no-domain","text":"Nothing in the story says which part of the system it is about."}],"output":{"domains":[{"name":"Frontend","confidence":0.2177,"evidence":[]},{"name":"API","confidence":0.2075,"evidence":[]},{"name":"Integration","confidence":0.1978,"evidence":[]},{"name":"Database","confidence":0.1885,"evidence":[]},{"name":"Infrastructure","confidence":0.1885,"evidence":[]}],"scopes":[{"name":"e2e","confidence":0.6506,"evidence":[{"term":"checkout","weight":0.9,"line":1,"lines":1},{"term":"guest","weight":0.54,"line":1,"lines":2}]},{"name":"integration","confidence":0.6062,"evidence":[{"term":"mail","weight":0.8,"line":8,"lines":1},{"term":"payment","weight":0.5,"line":9,"lines":1}]},{"name":"unit","confidence":0.5725,"evidence":[{"term":"vat","weight":1.08,"line":7,"lines":2},{"term":"total","weight":0.6,"line":7,"lines":1}]},{"name":"performance","confidence":0.2786,"evidence":[{"term":"within 2 minutes","weight":0.8,"line":8,"lines":1},{"term":"within","weight":0.5,"line":8,"lines":1},{"term":"quickly","weight":0.4,"line":3,"lines":1}]},{"name":"security","confidence":0.1526,"evidence":[]}],"systems":[{"name":"checkout","evidence":[{"term":"checkout","weight":1,"line":1,"lines":1},{"term":"cart","weight":1,"line":7,"lines":1}]},{"name":"accounting","evidence":[{"term":"accounting","weight":1,"line":3,"lines":1}]},{"name":"accounts","evidence":[{"term":"account","weight":1,"line":3,"lines":1}]},{"name":"mail","evidence":[{"term":"mailed","weight":1,"line":8,"lines":1}]},{"name":"payment gateway","evidence":[{"term":"card payment","weight":1,"line":9,"lines":1}]}]}}',NULL,'[1,0]',NULL);
INSERT INTO phase_execution VALUES(3,'01934b2e-7c00-7000-8000-000000000001','audit','executed','executed','builtin',1800000000000,0,'d56108a050a3fcf1caea5a71e94e2e16b5e0341f8960dc4d3e1e4eb90309d2f7','40d9547ea043b1932a35fd9516fc77a77aff7a2c25c6ce406f9c6b780f9e6852',NULL,'{"status":"executed","engine":"builtin","started_at":"2027-01-15T08:00:00.000Z","duration_ms":0,"usage":{"input_tokens":0,"output_tokens":0,"cost_usd":0,"calls":0,"cached":0},"input_sha256":"d56108a050a3fcf1caea5a71e94e2e16b5e0341f8960dc4d3e1e4eb90309d2f7","output_sha256":"40d9547ea043b1932a35fd9516fc77a77aff7a2c25c6ce406f9c6b780f9e6852","warnings":[{"code":"output-changed","text":"The output of ingestion was changed after the phase wrote it: what follows rests on the change; run the pipeline from ingestion again to be sure.","about":"ingestion"},{"code":"not-recorded","text":"The store has no record of ingestion: it ran without this store, or elsewhere.","about":"ingestion"}],"output":{"stored":true,"events":2,"head_sha256":"3a397859dd258f1cb33ea20c393aeea394f8d9e30dc4e5aa143bf9e908fd5771","chain":"intact","phases":[{"phase":"ingestion","status":"executed","output_sha256":"0000000000000000000000000000000000000000000000000000000000000000","untouched":false,"matches_store":false},{"phase":"classification","status":"executed","output_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999","untouched":true,"matches_store":true}],"decisions":[]}}',NULL,'[1,2,0]',NULL);
INSERT INTO phase_execution VALUES(4,'01934b2e-7c00-7000-8000-000000000000','ingestion','executed','document','builtin',1795168800000,1,'0000000000000000000000000000000000000000000000000000000000000000','0000000000000000000000000000000000000000000000000000000000000000',NULL,'{"status":"executed","engine":"builtin","started_at":"2026-11-20T10:00:00.000Z","duration_ms":1,"usage":{"input_tokens":0,"output_tokens":0,"cost_usd":0,"calls":0,"cached":0},"input_sha256":"0000000000000000000000000000000000000000000000000000000000000000","output_sha256":"0000000000000000000000000000000000000000000000000000000000000000","warnings":[{"code":"no-benefit","text":"The story does not say why the guest wants this.","line":3}],"output":{"title":"Guest checkout","role":"guest","goal":"pay without an account","benefit":"I can buy quickly","requirements":[{"id":"REQ-1","text":"A guest pays without an account.","line":3,"importance":1,"criteria":["AC-1","AC-2"],"references":["SHOP-12"]}],"criteria":[{"id":"AC-1","text":"The cart total includes VAT.","line":7,"end_line":7,"requirement":"REQ-1","importance":1,"references":["SHOP-12"]},{"id":"AC-2","text":"A receipt is mailed within 2 minutes.","line":8,"end_line":8,"requirement":"REQ-1","importance":0.6,"scenario":"SC-1","checked":false}],"scenarios":[{"id":"SC-1","name":"receipt","line":8,"steps":[{"keyword":"then","text":"a receipt is mailed","line":8}],"tags":[],"examples":0}],"scope":{"in":[{"text":"card payment","line":9}],"out":[{"text":"invoices","line":10}]},"entities":[{"name":"cart","kind":"noun","count":2}],"questions":[{"text":"Which VAT rate?","line":11}],"notes":[{"text":"Not understood, kept.","line":12}]}}',NULL,'[0]',NULL);
INSERT INTO phase_execution VALUES(5,'01934b2e-7c00-7000-8000-000000000000','classification','executed','executed','builtin',1795907342114,36,'023eaa5065b15bc65529edb0fe6f38253edcfd3c914e53f7b9b2291ef887fce5','a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999',NULL,'{"status":"executed","engine":"builtin","started_at":"2026-11-28T23:09:02.114Z","duration_ms":36,"usage":{"input_tokens":0,"output_tokens":0,"cost_usd":0,"calls":0,"cached":0},"input_sha256":"023eaa5065b15bc65529edb0fe6f38253edcfd3c914e53f7b9b2291ef887fce5","output_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999","warnings":[{"code":"no-domain","text":"Nothing in the story says which part of the system it is about."}],"output":{"domains":[{"name":"Frontend","confidence":0.2177,"evidence":[]},{"name":"API","confidence":0.2075,"evidence":[]},{"name":"Integration","confidence":0.1978,"evidence":[]},{"name":"Database","confidence":0.1885,"evidence":[]},{"name":"Infrastructure","confidence":0.1885,"evidence":[]}],"scopes":[{"name":"e2e","confidence":0.6506,"evidence":[{"term":"checkout","weight":0.9,"line":1,"lines":1},{"term":"guest","weight":0.54,"line":1,"lines":2}]},{"name":"integration","confidence":0.6062,"evidence":[{"term":"mail","weight":0.8,"line":8,"lines":1},{"term":"payment","weight":0.5,"line":9,"lines":1}]},{"name":"unit","confidence":0.5725,"evidence":[{"term":"vat","weight":1.08,"line":7,"lines":2},{"term":"total","weight":0.6,"line":7,"lines":1}]},{"name":"performance","confidence":0.2786,"evidence":[{"term":"within 2 minutes","weight":0.8,"line":8,"lines":1},{"term":"within","weight":0.5,"line":8,"lines":1},{"term":"quickly","weight":0.4,"line":3,"lines":1}]},{"name":"security","confidence":0.1526,"evidence":[]}],"systems":[{"name":"checkout","evidence":[{"term":"checkout","weight":1,"line":1,"lines":1},{"term":"cart","weight":1,"line":7,"lines":1}]},{"name":"accounting","evidence":[{"term":"accounting","weight":1,"line":3,"lines":1}]},{"name":"accounts","evidence":[{"term":"account","weight":1,"line":3,"lines":1}]},{"name":"mail","evidence":[{"term":"mailed","weight":1,"line":8,"lines":1}]},{"name":"payment gateway","evidence":[{"term":"card payment","weight":1,"line":9,"lines":1}]}]}}',NULL,'[4,0]',NULL);
INSERT INTO phase_execution VALUES(6,'01934b2e-7c00-7000-8000-000000000000','classification','executed','executed','builtin',1795907342114,36,'023eaa5065b15bc65529edb0fe6f38253edcfd3c914e53f7b9b2291ef887fce5','c83f55c87ab6116991cb792e1893865f994c40fecd069b7168a15f7ad88c41db',NULL,'{"status":"executed","engine":"builtin","started_at":"2026-11-28T23:09:02.114Z","duration_ms":36,"usage":{"input_tokens":0,"output_tokens":0,"cost_usd":0,"calls":0,"cached":0},"input_sha256":"023eaa5065b15bc65529edb0fe6f38253edcfd3c914e53f7b9b2291ef887fce5","output_sha256":"c83f55c87ab6116991cb792e1893865f994c40fecd069b7168a15f7ad88c41db","warnings":[{"code":"no-domain","text":"Nothing in the story says which part of the system it is about."}],"output":{"domains":[{"name":"Frontend","confidence":0.2177,"evidence":[]},{"name":"API","confidence":0.2075,"evidence":[]},{"name":"Integration","confidence":0.1978,"evidence":[]},{"name":"Database","confidence":0.1885,"evidence":[]},{"name":"Infrastructure","confidence":0.1885,"evidence":[]}],"scopes":[{"name":"end-to-end","confidence":0.6506,"evidence":[{"term":"checkout","weight":0.9,"line":1,"lines":1},{"term":"guest","weight":0.54,"line":1,"lines":2}]},{"name":"integration","confidence":0.6062,"evidence":[{"term":"mail","weight":0.8,"line":8,"lines":1},{"term":"payment","weight":0.5,"line":9,"lines":1}]},{"name":"unit","confidence":0.5725,"evidence":[{"term":"vat","weight":1.08,"line":7,"lines":2},{"term":"total","weight":0.6,"line":7,"lines":1}]},{"name":"performance","confidence":0.2786,"evidence":[{"term":"within 2 minutes","weight":0.8,"line":8,"lines":1},{"term":"within","weight":0.5,"line":8,"lines":1},{"term":"quickly","weight":0.4,"line":3,"lines":1}]},{"name":"security","confidence":0.1526,"evidence":[]}],"systems":[{"name":"checkout","evidence":[{"term":"checkout","weight":1,"line":1,"lines":1},{"term":"cart","weight":1,"line":7,"lines":1}]},{"name":"bookkeeping","evidence":[{"term":"bookkeeping","weight":1,"line":3,"lines":1}]},{"name":"accounts","evidence":[{"term":"account","weight":1,"line":3,"lines":1}]},{"name":"mail","evidence":[{"term":"mailed","weight":1,"line":8,"lines":1}]},{"name":"payment gateway","evidence":[{"term":"card payment","weight":1,"line":9,"lines":1}]}]},"edited":{"by":"Jo Tester <jo@example.org>","at":"2026-11-28T23:09:03.111Z","original_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999"}}',NULL,'[4,0]',NULL);
CREATE TABLE audit_log (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	event TEXT NOT NULL,
	run_id TEXT NOT NULL,		-- '' for the store itself
	data TEXT NOT NULL,
	previous TEXT NOT NULL CHECK (length(previous) = 64),
	hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
INSERT INTO audit_log VALUES(1,1795175478583,'run_added','01934b2e-7c00-7000-8000-000000000001','{"story_sha256":"0000000000000000000000000000000000000000000000000000000000000000"}','0000000000000000000000000000000000000000000000000000000000000000','2f5fee385310623e5128ccffae198de5000f3ec8329b1f068e039bd2f34c9bbc');
INSERT INTO audit_log VALUES(2,1795175478583,'phase_executed','01934b2e-7c00-7000-8000-000000000001','{"phase":"classification","execution":2,"status":"executed","engine":"builtin","input_sha256":"266fee743baccedcd1599b95481aa4e1a2c7d172f2c311ef06e6993af1d5f729","output_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999","entry_sha256":"0ffbf758449fd2fc2aea1b6cb53f81e7695c1d73f2f747ab55ededc89287f93a","base_sha256":"12139d5558fb6346e1e302095fa449e5cfdabcf220b4da8812d325fcbee61a32","duration_ms":2}','2f5fee385310623e5128ccffae198de5000f3ec8329b1f068e039bd2f34c9bbc','3a397859dd258f1cb33ea20c393aeea394f8d9e30dc4e5aa143bf9e908fd5771');
INSERT INTO audit_log VALUES(3,1800000000000,'phase_executed','01934b2e-7c00-7000-8000-000000000001','{"phase":"audit","execution":3,"status":"executed","engine":"builtin","input_sha256":"d56108a050a3fcf1caea5a71e94e2e16b5e0341f8960dc4d3e1e4eb90309d2f7","output_sha256":"40d9547ea043b1932a35fd9516fc77a77aff7a2c25c6ce406f9c6b780f9e6852","entry_sha256":"e86a6d2808f9c240dd7c1095f2e3fb8d6a5dadd37e80bcf7abebccf1c2495f4d","base_sha256":"12139d5558fb6346e1e302095fa449e5cfdabcf220b4da8812d325fcbee61a32","duration_ms":0}','3a397859dd258f1cb33ea20c393aeea394f8d9e30dc4e5aa143bf9e908fd5771','5cebec50279b58b1a75f1df07446176a5ab2ec9b1fd7f7826a70175e56c0fedb');
INSERT INTO audit_log VALUES(4,1795907342065,'gate_asked','01934b2e-7c00-7000-8000-000000000001','{"gate":1,"phase":"audit","subject_sha256":"286ad55c64a73f9a860ade0992bd179c7b575d80d2b3d91fdd24191d57d9424f","output_sha256":"40d9547ea043b1932a35fd9516fc77a77aff7a2c25c6ce406f9c6b780f9e6852"}','5cebec50279b58b1a75f1df07446176a5ab2ec9b1fd7f7826a70175e56c0fedb','5db41ccd563342d3318ac87c13269977659118fadb05828228e29194a2a71082');
INSERT INTO audit_log VALUES(5,1795907342078,'approval_decision','01934b2e-7c00-7000-8000-000000000001','{"gate":1,"phase":"audit","subject_sha256":"286ad55c64a73f9a860ade0992bd179c7b575d80d2b3d91fdd24191d57d9424f","output_sha256":"40d9547ea043b1932a35fd9516fc77a77aff7a2c25c6ce406f9c6b780f9e6852","decision":"approved","by":"Jo Tester <jo@example.org>","how":"flag","reason":"as it should be"}','5db41ccd563342d3318ac87c13269977659118fadb05828228e29194a2a71082','d035fcc3461fa8476baae9a1c922feef85453bb205a20fd20af6ce1d7887b0b9');
INSERT INTO audit_log VALUES(6,1795907342114,'run_added','01934b2e-7c00-7000-8000-000000000000','{"story_sha256":"0000000000000000000000000000000000000000000000000000000000000000"}','d035fcc3461fa8476baae9a1c922feef85453bb205a20fd20af6ce1d7887b0b9','710b5e0814c15edfbf4bca2e34a0d9c89f1afcbd34564d04f3895daefc064d9c');
INSERT INTO audit_log VALUES(7,1795907342114,'phase_start','01934b2e-7c00-7000-8000-000000000000','{"phase":"classification","input_sha256":"023eaa5065b15bc65529edb0fe6f38253edcfd3c914e53f7b9b2291ef887fce5"}','710b5e0814c15edfbf4bca2e34a0d9c89f1afcbd34564d04f3895daefc064d9c','d003eb843999de515bdcaa0afd0025171517ced40ecfee7bcd8404ad2b53cc33');
INSERT INTO audit_log VALUES(8,1795907342150,'phase_complete','01934b2e-7c00-7000-8000-000000000000','{"phase":"classification","execution":5,"status":"executed","engine":"builtin","input_sha256":"023eaa5065b15bc65529edb0fe6f38253edcfd3c914e53f7b9b2291ef887fce5","output_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999","entry_sha256":"cb63c5217aac210f06d2537aa3497e0da919f77d540ffa7052acbbfc071194ee","base_sha256":"d457ec57b1422a940b357c304f84744d18499e99722db4fa90bfacf498e05a23","duration_ms":36}','d003eb843999de515bdcaa0afd0025171517ced40ecfee7bcd8404ad2b53cc33','6511a59a68911aa9397dde520ee0c09f67f8b81d0fd0f6d9050e9701f085fbba');
INSERT INTO audit_log VALUES(9,1795907342942,'gate_asked','01934b2e-7c00-7000-8000-000000000000','{"gate":2,"phase":"classification","subject_sha256":"907207127d88f38e4f026d50ba25b7ac419b88e562520d4ec63bc0e200f32df0","output_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999"}','6511a59a68911aa9397dde520ee0c09f67f8b81d0fd0f6d9050e9701f085fbba','a80b65f5c3d6c054f3a3efd7560f0041bcd4c15ce64cc533cc9a3e059ea398f6');
INSERT INTO audit_log VALUES(10,1795907343111,'approval_decision','01934b2e-7c00-7000-8000-000000000000','{"gate":2,"phase":"classification","subject_sha256":"907207127d88f38e4f026d50ba25b7ac419b88e562520d4ec63bc0e200f32df0","output_sha256":"a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999","decision":"rejected","by":"Jo Tester <jo@example.org>","how":"tty","reason":"approved as edited: cfe04788af9d0a65"}','a80b65f5c3d6c054f3a3efd7560f0041bcd4c15ce64cc533cc9a3e059ea398f6','48ca609faff44e0da97d8a755d9edb73a032e2a1be54f257c7e1d90e85372f24');
INSERT INTO audit_log VALUES(11,1795907343111,'edit','01934b2e-7c00-7000-8000-000000000000','{"phase":"classification","execution":6,"status":"executed","engine":"builtin","input_sha256":"023eaa5065b15bc65529edb0fe6f38253edcfd3c914e53f7b9b2291ef887fce5","output_sha256":"c83f55c87ab6116991cb792e1893865f994c40fecd069b7168a15f7ad88c41db","entry_sha256":"0aaf74235a58d0385536f9d7f58009acbf0b516cbe3d04a31dae65b90c74117b","base_sha256":"d457ec57b1422a940b357c304f84744d18499e99722db4fa90bfacf498e05a23","duration_ms":36}','48ca609faff44e0da97d8a755d9edb73a032e2a1be54f257c7e1d90e85372f24','fc9cf1f6e43d6921e633dd528c4646f0f52ca77929fd3d325d9d505cccff77e9');
INSERT INTO audit_log VALUES(12,1795907343111,'gate_asked','01934b2e-7c00-7000-8000-000000000000','{"gate":3,"phase":"classification","subject_sha256":"cfe04788af9d0a65dca13c01b2dd75700eaa7448b2f95a39c417ed38b5d1c29a","output_sha256":"c83f55c87ab6116991cb792e1893865f994c40fecd069b7168a15f7ad88c41db"}','fc9cf1f6e43d6921e633dd528c4646f0f52ca77929fd3d325d9d505cccff77e9','58e9c191ea525f428a04b6188aa0d473886ab4da6c2a1750f2e1c0ad0c26e5be');
INSERT INTO audit_log VALUES(13,1795907343111,'approval_decision','01934b2e-7c00-7000-8000-000000000000','{"gate":3,"phase":"classification","subject_sha256":"cfe04788af9d0a65dca13c01b2dd75700eaa7448b2f95a39c417ed38b5d1c29a","output_sha256":"c83f55c87ab6116991cb792e1893865f994c40fecd069b7168a15f7ad88c41db","decision":"approved","by":"Jo Tester <jo@example.org>","how":"tty"}','58e9c191ea525f428a04b6188aa0d473886ab4da6c2a1750f2e1c0ad0c26e5be','4c1c70c6111c42187a974db1801e270f7c3fc4ab0eef754053e27b83ca451d18');
CREATE TABLE vector_collection (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,	-- "run-<id>", "corpus-<name>"
	run_id TEXT REFERENCES run (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- NULL: of no run
	engine TEXT NOT NULL,		-- what computed the vectors
	dimensions INTEGER NOT NULL CHECK (dimensions BETWEEN 1 AND 65536),
	created_at INTEGER NOT NULL
, ready INTEGER NOT NULL DEFAULT 1 CHECK (ready IN (0, 1))) STRICT;
CREATE TABLE vector (
	collection_id INTEGER NOT NULL REFERENCES vector_collection (id) ON DELETE CASCADE,
	key INTEGER NOT NULL,
	label TEXT,			-- what the key stands for where a number says too little
	scale REAL NOT NULL,		-- a component is scale * its byte
	components BLOB NOT NULL,	-- signed bytes, one a dimension
	PRIMARY KEY (collection_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE corpus (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	engine TEXT NOT NULL,		-- how terms and vectors are made; another engine starts anew
	created_at INTEGER NOT NULL,
	indexed_at INTEGER NOT NULL,	-- when the tests that are there were last seen
	tests INTEGER NOT NULL,		-- how many are there
	title_terms INTEGER NOT NULL,	-- terms of a field, summed over them
	path_terms INTEGER NOT NULL,
	body_terms INTEGER NOT NULL,
	frequencies BLOB,		-- hashed document frequencies, for the embedder
	drifted_tests INTEGER NOT NULL	-- changed or gone since the frequencies were counted
) STRICT;
INSERT INTO corpus VALUES(1,'default','none',1795168800000,1795168800000,1,1,2,0,NULL,0);
CREATE TABLE test_case (
	id INTEGER PRIMARY KEY,
	corpus INTEGER NOT NULL REFERENCES corpus (id) ON DELETE CASCADE,
	test TEXT NOT NULL,		-- the id of the record
	file TEXT NOT NULL,
	line_sha256 BLOB NOT NULL,	-- of the line as it was read
	content_sha256 BLOB NOT NULL,	-- of the test itself, wherever it is: recognises a rename
	title_terms INTEGER NOT NULL,	-- lengths of the fields in test_text
	path_terms INTEGER NOT NULL,
	body_terms INTEGER NOT NULL,
	first_seen INTEGER NOT NULL,
	last_seen INTEGER,		-- NULL while it is there: then corpus.indexed_at tells
	renamed_from TEXT,		-- its id before the last rename
	UNIQUE (corpus, test)
) STRICT;
INSERT INTO test_case VALUES(1,1,'pytest:tests/test_cart.py::test_vat','tests/test_cart.py',X'0000000000000000000000000000000000000000000000000000000000000000',X'0000000000000000000000000000000000000000000000000000000000000000',1,2,0,1795168800000,NULL,NULL);
CREATE TABLE test_record (
	test_case INTEGER PRIMARY KEY REFERENCES test_case (id) ON DELETE CASCADE,
	record TEXT NOT NULL		-- JSON, as it was read
) STRICT;
INSERT INTO test_record VALUES(1,'{"rsg_test":1,"id":"pytest:tests/test_cart.py::test_vat","name":"tests/test_cart.py::test_vat","title":"vat","file":"tests/test_cart.py","language":"python","framework":"pytest","kind":"automated","tags":[],"requirements":[],"words":"","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}');
CREATE TABLE test_requirement (
	corpus INTEGER NOT NULL,
	requirement TEXT NOT NULL COLLATE NOCASE,
	test_case INTEGER NOT NULL REFERENCES test_case (id) ON DELETE CASCADE,
	PRIMARY KEY (corpus, requirement, test_case)
) STRICT, WITHOUT ROWID;
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','test_text','test_text',0,'CREATE VIRTUAL TABLE test_text USING fts5 (title, path, body, tokenize = ''ascii'', columnsize = 0)');
CREATE TABLE IF NOT EXISTS 'test_text_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO test_text_data VALUES(1,X'01010200');
INSERT INTO test_text_data VALUES(10,X'000000000101010001010101');
INSERT INTO test_text_data VALUES(137438953473,X'00000022053063617274010601010301047465737401060101020103766174010202040b0b');
CREATE TABLE IF NOT EXISTS 'test_text_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO test_text_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'test_text_content'(id INTEGER PRIMARY KEY, c0, c1, c2);
INSERT INTO test_text_content VALUES(1,'vat','test cart','');
CREATE TABLE IF NOT EXISTS 'test_text_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO test_text_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','test_vocab','test_vocab',0,'CREATE VIRTUAL TABLE test_vocab USING fts5vocab (test_text, instance)');
CREATE TABLE price (
	id INTEGER PRIMARY KEY,
	model TEXT NOT NULL,		-- the row of the price table
	effective_from TEXT NOT NULL,	-- YYYY-MM-DD
	rates TEXT NOT NULL,		-- JSON: USD per million tokens
	source TEXT NOT NULL,		-- where the table has it from
	UNIQUE (model, effective_from, rates, source)
) STRICT;
INSERT INTO price VALUES(1,'claude-sonnet-5-5','2026-10-07','{"input":2,"output":10,"cache_read":0.1,"cache_write":2.5,"cache_write_1h":4}','prices.json');
CREATE TABLE attempt (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	call TEXT NOT NULL,		-- one uuid for all attempts of one question
	run_id TEXT NOT NULL,		-- '' outside a run; the run's row may come later
	phase TEXT NOT NULL,		-- '' outside a phase
	model TEXT NOT NULL,		-- provider/model as asked for
	resolved_model TEXT NOT NULL,	-- as the provider says
	number INTEGER NOT NULL,	-- from 1, within the call
	request_sha256 TEXT NOT NULL,	-- the key of the cache
	prompt_sha256 TEXT NOT NULL,	-- '' where there is no prompt file
	status TEXT NOT NULL CHECK (status IN ('sent', 'ok', 'failed', 'interrupted', 'cached')),
	fault TEXT NOT NULL,		-- class of what went wrong, '' for none
	http_status INTEGER NOT NULL,	-- 0: none
	reason TEXT NOT NULL,		-- the provider's words
	fallback TEXT NOT NULL,		-- why this model and not the one before; '' for the first
	started_at INTEGER NOT NULL,
	ended_at INTEGER,
	waited_ms INTEGER NOT NULL,	-- for a place, before it was sent
	first_byte_ms INTEGER,
	uncached_in INTEGER NOT NULL,	-- tokens, each counted once
	cache_read INTEGER NOT NULL,
	cache_write_5m INTEGER NOT NULL,
	cache_write_1h INTEGER NOT NULL,
	out INTEGER NOT NULL,
	reasoning INTEGER NOT NULL,	-- part of out
	usage_known INTEGER NOT NULL CHECK (usage_known IN (0, 1)),
	reserved INTEGER NOT NULL CHECK (reserved >= 0), -- set aside while the cost is not known
	cost INTEGER CHECK (cost >= 0),	-- NULL: unknown
	saved INTEGER,			-- of a cached one: what it cost when it was asked; NULL: unknown
	price INTEGER REFERENCES price (id)
) STRICT;
INSERT INTO attempt VALUES(1,'01934b2e-7d00-7000-8000-0000000000c1','01934b2e-7c00-7000-8000-000000000001','classification','anthropic/claude-sonnet-5-5','',1,'a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5','','failed','overloaded',529,'Overloaded','',1795168801000,1795168801900,0,NULL,0,0,0,0,0,0,0,0,0,NULL,1);
INSERT INTO attempt VALUES(2,'01934b2e-7d00-7000-8000-0000000000c1','01934b2e-7c00-7000-8000-000000000001','classification','anthropic/claude-sonnet-5-5','claude-sonnet-5-5',2,'a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5','','ok','',200,'','',1795168803000,1795168805500,1000,850,1200,0,0,0,310,0,1,0,5500,NULL,1);
INSERT INTO attempt VALUES(3,'01934b2e-7d00-7000-8000-0000000000c2','01934b2e-7c00-7000-8000-000000000001','ranking','anthropic/claude-sonnet-5-5','',1,'b6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5','','sent','',0,'','',1795168806000,NULL,0,NULL,0,0,0,0,0,0,0,43000,NULL,NULL,1);
INSERT INTO attempt VALUES(4,'01934b2e-7d00-7000-8000-0000000000c3','01934b2e-7c00-7000-8000-000000000001','classification','anthropic/claude-sonnet-5-5','',1,'a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5','','cached','',0,'','',1795168807000,1795168807000,0,NULL,0,0,0,0,0,0,1,0,0,5500,NULL);
CREATE TABLE cache (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,
	fields TEXT NOT NULL,		-- JSON object: what the key is made of, hashed where long
	model TEXT NOT NULL,
	reply TEXT NOT NULL,		-- JSON
	bytes INTEGER NOT NULL,		-- of fields and reply
	cost INTEGER,			-- what it cost to ask; NULL: unknown
	made_at INTEGER NOT NULL,
	used_at INTEGER NOT NULL	-- to the minute
) STRICT;
INSERT INTO cache VALUES(1,'a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5a6f1c1e5','{"model":"anthropic/claude-sonnet-5-5"}','anthropic/claude-sonnet-5-5','{"text":"frontend"}',58,5500,1795168805500,1795168807000);
CREATE TABLE limiter (
	name TEXT PRIMARY KEY,		-- "all", a provider, a model, a phase
	went_at REAL NOT NULL,		-- when the last request went, ms
	next_at REAL NOT NULL,		-- when the next one may go, ms
	owed REAL NOT NULL,		-- tokens taken from the bucket and not yet back
	owed_at REAL NOT NULL,		-- as of then
	blocked_until INTEGER NOT NULL	-- a server said so; only ever later
) STRICT, WITHOUT ROWID;
INSERT INTO limiter VALUES('anthropic',1795168806000.25,1795168806052.75,1510.5,1795168806000.25,0);
CREATE TABLE limiter_lease (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	pid INTEGER NOT NULL,
	until INTEGER NOT NULL		-- given back by then, or its process is gone
) STRICT;
INSERT INTO limiter_lease VALUES(1,'anthropic',4711,1795169406000);
CREATE TABLE breaker (
	name TEXT PRIMARY KEY,		-- model and base URL
	state TEXT NOT NULL CHECK (state IN ('closed', 'open', 'half-open')),
	failures INTEGER NOT NULL,	-- one after the other
	recent TEXT NOT NULL,		-- the last outcomes, '+' and '-', newest last
	recent_at INTEGER NOT NULL,	-- when the newest came; old ones are forgotten
	opened INTEGER NOT NULL,	-- how often in a row
	until INTEGER NOT NULL,		-- open, or the probe has time, until then
	generation INTEGER NOT NULL	-- counts changes of state: late results of an earlier one are ignored
) STRICT, WITHOUT ROWID;
INSERT INTO breaker VALUES('anthropic/claude-sonnet-5-5 https://api.anthropic.com','closed',0,'-+',1795168805500,0,0,0);
CREATE TABLE vector_server (
	url TEXT NOT NULL,
	name TEXT NOT NULL,		-- as here: "run-<id>", "corpus-<name>"
	remote_name TEXT NOT NULL,	-- as there
	remote_id TEXT NOT NULL,	-- the server's own; another one is not ours
	run_id TEXT,			-- NULL: of no run.  No reference: it outlives the run until the server has deleted it
	engine TEXT NOT NULL,
	dimensions INTEGER NOT NULL CHECK (dimensions BETWEEN 1 AND 65536),
	ready INTEGER NOT NULL CHECK (ready IN (0, 1)),
	created_at INTEGER NOT NULL,
	PRIMARY KEY (url, name)
) STRICT, WITHOUT ROWID;
INSERT INTO vector_server VALUES('http://127.0.0.1:8000','corpus-default','corpus-default','caa7b7c3-3fa0-4908-a7f4-3420b6b5824a',NULL,'builtin/hash-256',256,1,1795185717489);
CREATE TABLE approval_gate (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	phase TEXT NOT NULL,
	subject_sha256 TEXT NOT NULL CHECK (length(subject_sha256) = 64), -- of all that was to be seen: gate.h
	output_sha256 TEXT NOT NULL CHECK (length(output_sha256) = 64),	  -- of the phase's output alone
	-- asked here, or brought by a bundle: then it is history and approves nothing
	origin TEXT NOT NULL CHECK (origin IN ('asked', 'imported')),
	status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected')),
	asked_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,	-- a pending one is rejected from then on
	decided_at INTEGER,
	decided_by TEXT,
	how TEXT CHECK (how IN ('tty', 'flag', 'policy', 'review', 'timeout')),
	rule TEXT,			-- of the policy that decided
	reason TEXT,			-- in the words of who decided
	CHECK ((status = 'pending') = (decided_at IS NULL)),
	CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
	CHECK ((decided_at IS NULL) = (how IS NULL)),
	UNIQUE (run_id, phase, subject_sha256)
) STRICT;
INSERT INTO approval_gate VALUES(1,'01934b2e-7c00-7000-8000-000000000001','audit','286ad55c64a73f9a860ade0992bd179c7b575d80d2b3d91fdd24191d57d9424f','40d9547ea043b1932a35fd9516fc77a77aff7a2c25c6ce406f9c6b780f9e6852','asked','approved',1795907342065,1795993742065,1795907342078,'Jo Tester <jo@example.org>','flag',NULL,'as it should be');
INSERT INTO approval_gate VALUES(2,'01934b2e-7c00-7000-8000-000000000000','classification','907207127d88f38e4f026d50ba25b7ac419b88e562520d4ec63bc0e200f32df0','a4856ac95d5e1af72760412496278e86052eac747b076735ba4d61f0c04c1999','asked','rejected',1795907342942,1795993742942,1795907343111,'Jo Tester <jo@example.org>','tty',NULL,'approved as edited: cfe04788af9d0a65');
INSERT INTO approval_gate VALUES(3,'01934b2e-7c00-7000-8000-000000000000','classification','cfe04788af9d0a65dca13c01b2dd75700eaa7448b2f95a39c417ed38b5d1c29a','c83f55c87ab6116991cb792e1893865f994c40fecd069b7168a15f7ad88c41db','asked','approved',1795907343111,1795993743111,1795907343111,'Jo Tester <jo@example.org>','tty',NULL,NULL);
CREATE TABLE edit (
	execution_id INTEGER PRIMARY KEY
		REFERENCES phase_execution (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	original_id INTEGER NOT NULL
		REFERENCES phase_execution (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	author TEXT NOT NULL,
	at INTEGER NOT NULL,
	diff TEXT NOT NULL		-- unified, of the outputs printed with indentation
) STRICT;
INSERT INTO edit VALUES(6,5,'Jo Tester <jo@example.org>',1795907343111,replace('--- a/classification.json\n+++ b/classification.json\n@@ -28,7 +28,7 @@\n   ],\n   "scopes": [\n     {\n-      "name": "e2e",\n+      "name": "end-to-end",\n       "confidence": 0.6506,\n       "evidence": [\n         {\n@@ -130,10 +130,10 @@\n       ]\n     },\n     {\n-      "name": "accounting",\n+      "name": "bookkeeping",\n       "evidence": [\n         {\n-          "term": "accounting",\n+          "term": "bookkeeping",\n           "weight": 1,\n           "line": 3,\n           "lines": 1\n','\n',char(10)));
CREATE TABLE result_batch (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	corpus INTEGER NOT NULL REFERENCES corpus (id) ON DELETE CASCADE,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of the report's bytes
	source TEXT NOT NULL,		-- the file's name, "-"
	format TEXT NOT NULL,
	at INTEGER NOT NULL,		-- when the tests ran, as the report says, else when it was read
	added_at INTEGER NOT NULL,
	commit_id TEXT,			-- of what was tested, where somebody said
	label TEXT,			-- in the words of who brought it
	UNIQUE (corpus, sha256)
) STRICT;
INSERT INTO result_batch VALUES(1,1,'1111111111111111111111111111111111111111111111111111111111111111','junit.xml','junit',1795168800000,1795168900000,'86ef1a4','nightly');
INSERT INTO result_batch VALUES(2,1,'2222222222222222222222222222222222222222222222222222222222222222','-','tap',1795172400000,1795172500000,NULL,NULL);
CREATE TABLE test_result (
	test_case INTEGER NOT NULL REFERENCES test_case (id) ON DELETE CASCADE,
	batch INTEGER NOT NULL REFERENCES result_batch (id) ON DELETE CASCADE,
	name TEXT NOT NULL,		-- of the worst instance, as the runner says it
	status TEXT NOT NULL CHECK (status IN ('passed', 'failed', 'error', 'skipped', 'xfail', 'xpass',
		'todo', 'timeout', 'crash', 'notrun')),
	duration_ms INTEGER,		-- of all instances; NULL: not known
	content_sha256 BLOB NOT NULL,	-- of the test as it was then
	instances INTEGER NOT NULL CHECK (instances > 0),
	attempts INTEGER NOT NULL CHECK (attempts > 0),	-- the most that an instance took
	flaky INTEGER NOT NULL CHECK (flaky IN (0, 1)),	-- the attempts of an instance ended differently
	message TEXT,			-- of the worst instance
	PRIMARY KEY (test_case, batch)
) STRICT, WITHOUT ROWID;
INSERT INTO test_result VALUES(1,1,'tests.test_cart.test_vat','passed',12,X'0000000000000000000000000000000000000000000000000000000000000000',1,1,0,NULL);
INSERT INTO test_result VALUES(1,2,'test_vat','failed',NULL,X'0000000000000000000000000000000000000000000000000000000000000000',1,1,0,'assert 19 == 20');
CREATE TABLE result_unknown (
	batch INTEGER NOT NULL REFERENCES result_batch (id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	status TEXT NOT NULL,
	duration_ms INTEGER,
	ambiguous INTEGER NOT NULL CHECK (ambiguous IN (0, 1)), -- more than one
	message TEXT,
	PRIMARY KEY (batch, name)
) STRICT, WITHOUT ROWID;
INSERT INTO result_unknown VALUES(2,'test_elsewhere','passed',3,0,NULL);
CREATE TABLE test_history (
	test_case INTEGER PRIMARY KEY REFERENCES test_case (id) ON DELETE CASCADE,
	runs INTEGER NOT NULL,
	failures INTEGER NOT NULL,
	since_failure INTEGER NOT NULL,	-- runs
	last TEXT NOT NULL,
	last_at INTEGER NOT NULL,
	rate REAL NOT NULL CHECK (rate BETWEEN 0 AND 1), -- decayed
	duration_ms INTEGER,		-- NULL: it never passed, or nobody said
	flaky INTEGER NOT NULL CHECK (flaky IN (0, 1))
) STRICT;
INSERT INTO test_history VALUES(1,2,1,0,'failed',1795172400000,0.51729999999999998205,12,1);
CREATE TABLE commit_cache (
	id INTEGER PRIMARY KEY,		-- grows with time of reading: the first to go
	oid TEXT NOT NULL UNIQUE CHECK (length(oid) IN (40, 64)),
	version INTEGER NOT NULL,	-- of what made the terms
	terms TEXT NOT NULL,		-- distinct terms of the message, separated by spaces
	-- for each file: its status letter with the beginning of the old blob's id, the same of the new
	-- one ('' for none), the path; each ended by a zero byte
	files BLOB NOT NULL
) STRICT;
INSERT INTO commit_cache VALUES(1,'0123456789012345678901234567890123456789',1,'guest checkout',X'4d303132333435363738396162636465660066656463626139383736353433323130007372632f636172742e6300');
CREATE TABLE blame_cache (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE CHECK (length(key) = 64),	-- SHA-256 of the question
	lines TEXT NOT NULL	-- "OID COUNT" a line; '' also where git could not say
) STRICT;
INSERT INTO blame_cache VALUES(1,'0000000000000000000000000000000000000000000000000000000000000000',replace('0123456789012345678901234567890123456789 3\n','\n',char(10)));
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('run',2);
INSERT INTO sqlite_sequence VALUES('phase_execution',6);
INSERT INTO sqlite_sequence VALUES('audit_log',13);
INSERT INTO sqlite_sequence VALUES('attempt',4);
INSERT INTO sqlite_sequence VALUES('limiter_lease',1);
INSERT INTO sqlite_sequence VALUES('approval_gate',3);
INSERT INTO sqlite_sequence VALUES('result_batch',2);
CREATE INDEX run_created ON run (created_at, seq);
CREATE INDEX audit_log_run ON audit_log (run_id, seq);
CREATE TRIGGER audit_log_keeps BEFORE UPDATE ON audit_log
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;
CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;
CREATE TRIGGER audit_log_appends BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE seq = NEW.seq) OR NEW.previous <> coalesce((SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1),
	'0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;
CREATE TRIGGER audit_log_in_order AFTER INSERT ON audit_log
WHEN NEW.seq <> (SELECT max(seq) FROM audit_log)
BEGIN
	SELECT raise(ABORT, 'the audit log can only be appended to');
END;
CREATE INDEX vector_collection_run ON vector_collection (run_id);
CREATE INDEX test_requirement_test ON test_requirement (test_case);
CREATE INDEX attempt_run ON attempt (run_id, id);
CREATE INDEX attempt_call ON attempt (call, number);
CREATE INDEX attempt_spent ON attempt (started_at, reserved, cost);
CREATE INDEX cache_used ON cache (used_at, bytes);
CREATE INDEX cache_model ON cache (model, made_at);
CREATE INDEX limiter_lease_name ON limiter_lease (name);
CREATE INDEX approval_gate_pending ON approval_gate (expires_at) WHERE status = 'pending';
CREATE INDEX edit_original ON edit (original_id);
CREATE INDEX phase_execution_run ON phase_execution (run_id, phase, id, origin, status, score);
CREATE INDEX test_result_batch ON test_result (batch);
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA user_version = 8;
