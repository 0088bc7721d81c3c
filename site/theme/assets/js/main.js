// All that runs on every page. A page reads and works without it.
import './program.js';
import './search.js';
