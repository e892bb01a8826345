import './app/app.css';

import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { language } from './app/preferences';
import { startWords } from './platform/words';

void startWords(language.get());
createRoot(document.getElementById('root')!).render(<App />);
