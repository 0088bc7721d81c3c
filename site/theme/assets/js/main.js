// All that runs on every page. A page reads and works without it.
import './theme.js';
import './side.js';
import './spy.js';
import './keys.js';
import './copy.js';
import './program.js';
import './search.js';
