/* report.js - sorting, filtering and deep links; the page is whole without it. */
'use strict';
(() => {
	const order = ['high', 'medium', 'low', 'gap', 'weak', 'covered', 'failed', 'gated', 'rejected',
		'pending', 'skipped', 'approved', 'executed', ''];
	const collator = new Intl.Collator(undefined, { numeric: true });
	const text = (row, i) => row.cells[i].textContent.trim();
	const number = (row, i) => {
		const n = parseFloat(text(row, i));
		return Number.isNaN(n) ? -Infinity : n;
	};
	/* A kind of column: what a row is sorted by, and whether the greatest is first at first. */
	const kinds = {
		i: { key: number },
		n: { key: number, down: true },
		o: { key: (row, i) => order.indexOf(text(row, i)) },
		a: { key: (row, i) => row.cells[i].querySelectorAll('a').length, down: true },
		p: { key: (row, i) => text(row, i).split(',').length, down: true },
		t: { key: text },
	};

	function sort(table, th, i) {
		const kind = kinds[th.dataset.sort || 't'];
		const was = th.getAttribute('aria-sort');
		const down = was ? was === 'ascending' : Boolean(kind.down);
		const body = table.tBodies[0];
		const rows = Array.from(body.rows, (row) => [kind.key(row, i), row]);

		rows.sort(([a], [b]) => {
			const by = typeof a === 'string' ? collator.compare(a, b) : a < b ? -1 : a > b ? 1 : 0;
			return down ? -by : by;
		});
		for (const other of table.tHead.rows[0].cells)
			other.removeAttribute('aria-sort');
		th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
		body.append(...rows.map(([, row]) => row));
	}

	function makeSortable(table) {
		Array.from(table.tHead.rows[0].cells).forEach((th, i) => {
			const button = document.createElement('button');

			button.type = 'button';
			button.append(...th.childNodes);
			button.addEventListener('click', () => sort(table, th, i));
			th.append(button);
		});
	}

	const filters = [];

	function makeFilter(table) {
		const box = document.createElement('div');
		const input = document.createElement('input');
		const count = document.createElement('output');
		const rows = Array.from(table.tBodies[0].rows);
		let texts = null;

		const apply = () => {
			const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
			let shown = 0;

			texts = texts || rows.map((row) =>
				Array.from(row.cells, (cell) => cell.textContent).join(' ').toLowerCase());
			rows.forEach((row, i) => {
				row.hidden = !words.every((word) => texts[i].includes(word));
				shown += !row.hidden;
			});
			count.textContent = words.length ? shown + ' of ' + rows.length : '';
		};
		const clear = () => {
			input.value = '';
			apply();
		};

		box.className = 'filter';
		input.type = 'search';
		input.placeholder = 'Filter: words that must be in the row';
		input.setAttribute('aria-label', 'Filter the tests');
		input.addEventListener('input', apply);
		input.addEventListener('keydown', (event) => {
			if (event.key === 'Escape')
				clear();
		});
		box.append(input, count);
		table.parentNode.before(box);
		filters.push({ input, clear });
	}

	/* What is pointed at is shown, whatever hides it. */
	function reveal() {
		let id = location.hash.slice(1);
		let target;

		try {
			id = decodeURIComponent(id);
		} catch (malformed) {
			return;
		}
		target = id && document.getElementById(id);
		if (!target)
			return;
		if (target.hidden)
			filters.forEach((filter) => filter.clear());
		for (let at = target; at; at = at.parentElement) {
			if (at.tagName === 'DETAILS')
				at.open = true;
		}
		target.scrollIntoView();
	}

	let opened = [];

	document.querySelectorAll('table.sort').forEach(makeSortable);
	document.querySelectorAll('table.suite').forEach(makeFilter);
	document.addEventListener('keydown', (event) => {
		if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !filters.length ||
		    /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName))
			return;
		event.preventDefault();
		filters[0].input.focus();
	});
	window.addEventListener('hashchange', reveal);
	window.addEventListener('beforeprint', () => {
		opened = Array.from(document.querySelectorAll('details:not([open])'));
		opened.forEach((details) => { details.open = true; });
	});
	window.addEventListener('afterprint', () => opened.forEach((details) => { details.open = false; }));
	if (location.hash)
		reveal();
})();
