// The frame around every page: menu, connection, notices, officer, keys.
import { LogoutOutlined, MenuOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Spin } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import {
  matchPath,
  Navigate,
  NavLink,
  Route,
  Routes,
  useLocation,
  useNavigate,
} from 'react-router';

import { clearDesk } from '../intake/draft';
import { connection, listen } from '../platform/events';
import { useKeys } from '../platform/keys';
import { NoticeBell } from '../platform/deadline/Notices';
import { Nothing } from '../platform/FourStates';
import { signOut, useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { NoteBanner } from '../roster/Notes';
import { Interrupt } from '../warning/Interrupt';
import { Fault } from './Fault';
import { KeysHelp } from './KeysHelp';
import { Lotus } from './Lotus';
import { pagesFor, type HousePage } from './pages';

export function Shell({ officer }: { officer: number }) {
  const client = useQueryClient();
  useEffect(() => listen(client, officer), [client, officer]);
  const { rights, may } = useOfficer();
  const pages = pagesFor(rights);
  const mayRota = may('roster:read');
  const [menuOpen, setMenuOpen] = useState(false);
  const { t } = useWords();
  useGoKeys(pages);
  useTitle(pages);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <aside className="side">
        <Menu pages={pages} />
      </aside>
      <Drawer
        open={menuOpen}
        onClose={() => setMenuOpen(false)}
        placement="left"
        size={240}
        title={t('app.name')}
        rootClassName="menu-drawer"
      >
        <Menu pages={pages} onChosen={() => setMenuOpen(false)} />
      </Drawer>
      <TopBar onMenu={() => setMenuOpen(true)} />
      <main id="content" className="content" tabIndex={-1}>
        <LostBanner />
        {mayRota && <NoteBanner />}
        <Fault place={useLocation().pathname}>
          <Suspense fallback={<Spin className="door-wait" />}>
            <HouseRoutes pages={pages} />
          </Suspense>
        </Fault>
      </main>
      <KeysHelp pages={pages} />
      {may('warning:handle') && <Interrupt />}
    </div>
  );
}

function HouseRoutes({ pages }: { pages: HousePage[] }) {
  const { t } = useWords();
  return (
    <Routes>
      {pages.map(({ path, View }) => (
        <Route key={path} path={path} element={<View />} />
      ))}
      {pages
        .flatMap(({ more }) => more ?? [])
        .map(({ path, View }) => (
          <Route key={path} path={path} element={<View />} />
        ))}
      <Route path="/" element={<Navigate to={pages[0]!.path} replace />} />
      <Route path="*" element={<Nothing>{t('app.no_page')}</Nothing>} />
    </Routes>
  );
}

function Menu({ pages, onChosen }: { pages: HousePage[]; onChosen?: () => void }) {
  const { t } = useWords();
  return (
    <nav className="menu" aria-label={t('app.menu')}>
      <div className="menu-brand">
        <Lotus />
        <span>{t('app.name')}</span>
      </div>
      <ul>
        {pages.map((page) => (
          <li key={page.path}>
            <NavLink to={page.path} onClick={onChosen}>
              {page.icon}
              <span>{t(`app.page.${page.name}`)}</span>
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TopBar({ onMenu }: { onMenu: () => void }) {
  const { t, word } = useWords();
  const officer = useOfficer();
  const client = useQueryClient();
  const leave = () => {
    clearDesk();
    void signOut(client);
  };
  return (
    <header className="top">
      <Button
        className="menu-button"
        type="text"
        icon={<MenuOutlined />}
        aria-label={t('app.menu')}
        onClick={onMenu}
      />
      <ConnectionSign />
      <span className="top-gap" />
      {officer.may('deadline:read') && <NoticeBell />}
      <span className="who">
        <strong>{officer.name}</strong>
        <small>{officer.roles.map((role) => word('roster.role', role)).join('、')}</small>
      </span>
      <Button
        type="text"
        icon={<LogoutOutlined />}
        aria-label={t('app.sign_out')}
        onClick={leave}
      />
    </header>
  );
}

function ConnectionSign() {
  const { t } = useWords();
  const state = connection.use();
  return (
    <span className={`connection ${state}`} role="status">
      <span className="dot" aria-hidden />
      {t(`app.connection.${state}`)}
    </span>
  );
}

function LostBanner() {
  const { t } = useWords();
  if (connection.use() !== 'lost') return null;
  return (
    <div className="lost-banner" role="alert">
      {t('app.lost_banner')}
    </div>
  );
}

function useGoKeys(pages: HousePage[]) {
  const navigate = useNavigate();
  useKeys(Object.fromEntries(pages.map((page) => [`g ${page.key}`, () => navigate(page.path)])));
}

function useTitle(pages: HousePage[]) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const page = pages.find(({ path }) => pathname.startsWith(path));
  const more = pages
    .flatMap((each) => each.more ?? [])
    .find((each) => matchPath(each.path, pathname));
  const name = more?.title ?? page?.name;
  const title = name ? t(`app.page.${name}`) : '';
  useEffect(() => {
    document.title = title ? `${title} · ${t('app.name')}` : t('app.name');
  }, [title, t]);
}
