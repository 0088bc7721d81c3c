// Buttons that copy: of a session its commands, in order, without prompts and
// outputs, or all as it is shown; of code its text. They take no room that is
// not kept for them, so that nothing moves when they come.

const said = document.createElement('p');
said.className = 'hide';
said.setAttribute('role', 'status');

function text(elements) {
  return [...elements].map((e) => shownOf(e).replace(/\n$/, '')).join('\n') + '\n';
}

// shownOf leaves out what two runs had in place of what is shown.
function shownOf(e) {
  const copy = e.cloneNode(true);
  for (const two of copy.querySelectorAll('.two')) two.remove();
  return copy.textContent;
}

// commands are the lines that were typed; a line of a command goes on in the next.
const commands = (block) => text(block.querySelectorAll('.command kbd'));

const shown = (block) => text(block.querySelectorAll('pre.command, pre.output:not(.observed), pre.prose'));

// code is what stands beside line numbers, not they themselves.
const code = (block) => text(block.querySelectorAll('.chroma code, pre:not(.chroma, .gutter, .observed) > code'));

function button(label, get, block) {
  const b = document.createElement('button');
  b.type = 'button';
  b.textContent = label;
  b.addEventListener('click', async () => {
    let word = 'Copied';
    try {
      await navigator.clipboard.writeText(get(block));
    } catch {
      word = 'Not copied: the browser refuses';
    }
    said.textContent = word;
    b.textContent = word;
    setTimeout(() => {
      b.textContent = label;
      said.textContent = '';
    }, 2000);
  });
  return b;
}

function bar(block, ...buttons) {
  const bar = document.createElement('div');
  bar.className = 'copy';
  bar.append(...buttons);
  block.append(bar);
}

if (navigator.clipboard) {
  document.body.append(said);
  for (const block of document.querySelectorAll('.block.session')) {
    bar(block, button('Copy commands', commands, block), button('Copy as shown', shown, block));
  }
  for (const block of document.querySelectorAll('.block:not(.session):has(.highlight)')) {
    bar(block, button('Copy', code, block));
  }
}
