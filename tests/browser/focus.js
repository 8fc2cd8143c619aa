// Which controls show nothing when they get the focus by the keyboard.
const around = (element) => [element, element.parentElement, element.parentElement?.parentElement, element.parentElement?.parentElement?.parentElement]
  .filter(Boolean).map((each) => getComputedStyle(each)).map((style) => [style.outlineStyle, style.outlineWidth, style.borderColor, style.boxShadow, style.backgroundColor].join()).join("|");
const before = document.activeElement;
const silent = [];
for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
  if (!element.checkVisibility({ visibilityProperty: true }) || element.disabled || element.tabIndex < 0 || element.type === "file") continue;
  document.activeElement?.blur();
  const without = around(element);
  element.focus({ focusVisible: true, preventScroll: true });
  if (document.activeElement === element && around(element) === without) silent.push(element.outerHTML.slice(0, 140));
}
before?.focus();
return silent;
