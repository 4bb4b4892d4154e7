// What somebody meets who presses Tab: every stop, in which order, and whether the eye can find it.
window.walk = (() => {
  const CONTROLS = 'a[href], button, input:not([type=hidden]), textarea, select, summary, [data-open]';
  const GROUPS = '[role=radiogroup], [role=toolbar]';
  const LOOKS = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor', 'borderBottomColor',
    'backgroundColor', 'textDecorationLine'];
  const HOUSE = 3;
  const stops = [], ringless = [], backwards = [];
  let met = null;

  document.head.append(Object.assign(document.createElement('style'), {
    textContent: '*, *::before, *::after { transition: none !important; animation: none !important }',
  }));

  const name = (element) => {
    const said = element.getAttribute('aria-label') || element.labels?.[0]?.textContent || element.textContent;
    const at = element.closest('[class*=st-key-]')?.className.match(/st-key-(\S+)/)?.[1] ?? '';
    return [element.tagName.toLowerCase(), (said || element.placeholder || '').trim().slice(0, 50), at].join(' | ');
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 0 && box.height > 0;
  };
  const look = (element) => [null, '::before', '::after']
    .map((part) => getComputedStyle(element, part)).map((style) => LOOKS.map((key) => style[key]).join()).join();
  const around = (element) => {
    const parents = [];
    for (let at = element.parentElement; at && parents.length < HOUSE && at.childElementCount < 8; at = at.parentElement)
      parents.push(at);
    return [element, ...parents, ...(parents.at(-1)?.querySelectorAll('*') ?? [])];
  };
  const looks = (elements) => elements.map(look).join('\n');

  const leave = () => {
    if (met && looks(met.near) === met.looked) ringless.push(name(met.element));
    met = null;
  };
  const sameGroup = (one, other) => one.type === 'radio' && other.type === 'radio' ? one.name === other.name
    : one.closest(GROUPS) !== null && one.closest(GROUPS) === other.closest(GROUPS);
  const isReached = (element) => stops.includes(element)
    || stops.some((stop) => sameGroup(element, stop))
    || ('open' in element.dataset && stops.some((stop) => stop.tagName === 'A' && element.contains(stop)));
  const isExtra = (element) => element.disabled || element.closest('.js-plotly-plot')
    || (element.tabIndex < 0 && element.closest('.stSelectbox, .stDateInput, .stDateTimeInput'));

  return {
    step() {
      leave();
      const element = document.activeElement;
      if (!element || element === document.body || stops.includes(element)) return false;
      const last = stops.at(-1);
      if (last && !(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING))
        backwards.push(`${name(last)} -> ${name(element)}`);
      stops.push(element);
      const near = around(element);
      met = { element, near, looked: looks(near) };
      return true;
    },
    found: () => ({
      stops: stops.length,
      unreached: [...document.querySelectorAll(CONTROLS)]
        .filter((element) => isSeen(element) && !isExtra(element) && !isReached(element)).map(name),
      unseen: stops.filter((element) => !isSeen(element)).map(name),
      ringless,
      backwards,
    }),
  };
})();
