// Every page of the house: its address, the right that opens it, its key after `g`.
import {
  AccountBookOutlined,
  AlertOutlined,
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  FolderOpenOutlined,
  MessageOutlined,
  PhoneOutlined,
  QuestionCircleOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  SlidersOutlined,
  SoundOutlined,
  TeamOutlined,
  TransactionOutlined,
} from '@ant-design/icons';
import { lazy, type ComponentType, type ReactNode } from 'react';

export interface HousePage {
  name: keyof (typeof import('./words.zh-CN.json'))['page'];
  path: string;
  right: string; // Empty: every signed-in officer.
  key: string;
  icon: ReactNode;
  View: ComponentType;
  more?: { path: string; View: ComponentType; title?: 'trace' }[];
}

type Load = () => Promise<{ default: ComponentType }>;
const loads = new Map<ComponentType, Load>();

// A page whose code is fetched when it is first drawn, or a little before (fetchAhead). One that is
// there already is drawn at once: React would hold a lazy one back for 300 ms.
function late(load: Load): ComponentType {
  let Ready: ComponentType | undefined;
  const fetched = () => load().then((module) => ((Ready = module.default), module));
  const Lazy = lazy(fetched);
  const View = () => (Ready ? <Ready /> : <Lazy />);
  loads.set(View, fetched);
  return View;
}

export const kPages: HousePage[] = [
  {
    name: 'intake',
    path: '/intake',
    right: 'intake:take',
    key: 'i',
    icon: <PhoneOutlined />,
    View: late(() => import('../intake/DutyDesk')),
  },
  {
    name: 'warning',
    path: '/warning',
    right: 'warning:read',
    key: 'y',
    icon: <SoundOutlined />,
    View: late(() => import('../warning/Desk')),
    more: [
      { path: '/warning/:id', View: late(() => import('../warning/WarningPage')) },
      { path: '/warning/:id/steps/:step', View: late(() => import('../warning/CallPage')) },
    ],
  },
  {
    name: 'clocks',
    path: '/clocks',
    right: 'deadline:read',
    key: 'k',
    icon: <FieldTimeOutlined />,
    View: late(() => import('../platform/deadline/Clocks')),
  },
  {
    name: 'cases',
    path: '/register/cases',
    right: 'register:read',
    key: 'c',
    icon: <FolderOpenOutlined />,
    View: late(() => import('../register/Cases')),
    more: [
      { path: '/register/cases/:id', View: late(() => import('../register/CasePage')) },
      { path: '/cases/:id/trace', View: late(() => import('../trail/Trace')), title: 'trace' },
      {
        path: '/cases/:id/trace/saved/:saved',
        View: late(() => import('../trail/SavedTrace')),
        title: 'trace',
      },
    ],
  },
  {
    name: 'orders',
    path: '/funds/orders',
    right: 'funds:read',
    key: 'o',
    icon: <AlertOutlined />,
    View: late(() => import('../funds/Orders')),
  },
  {
    name: 'ledger',
    path: '/funds/ledger',
    right: 'funds:read',
    key: 'm',
    icon: <AccountBookOutlined />,
    View: late(() => import('../funds/Ledger')),
  },
  {
    name: 'answers',
    path: '/funds/answers',
    right: 'funds:read',
    key: 'u',
    icon: <QuestionCircleOutlined />,
    View: late(() => import('../funds/Answers')),
  },
  {
    name: 'returns',
    path: '/funds/returns',
    right: 'funds:read',
    key: 'f',
    icon: <TransactionOutlined />,
    View: late(() => import('../funds/Returns')),
    more: [{ path: '/funds/returns/:id', View: late(() => import('../funds/ReturnRound')) }],
  },
  {
    name: 'recovered',
    path: '/funds/recovered',
    right: 'funds:read',
    key: 'v',
    icon: <RollbackOutlined />,
    View: late(() => import('../funds/Recovered')),
  },
  {
    name: 'appeals',
    path: '/funds/appeals',
    right: 'funds:read',
    key: 'q',
    icon: <MessageOutlined />,
    View: late(() => import('../funds/Appeals')),
    more: [{ path: '/funds/appeals/:id', View: late(() => import('../funds/AppealSheet')) }],
  },
  {
    name: 'white_list',
    path: '/funds/white-list',
    right: 'funds:read',
    key: 'w',
    icon: <CheckSquareOutlined />,
    View: late(() => import('../funds/WhiteList')),
  },
  {
    name: 'approvals',
    path: '/approvals',
    right: 'approval:decide',
    key: 'a',
    icon: <FileDoneOutlined />,
    View: late(() => import('../platform/approval/Inbox')),
  },
  {
    name: 'banks',
    path: '/funds/banks',
    right: 'funds:read',
    key: 'b',
    icon: <BankOutlined />,
    View: late(() => import('../funds/Banks')),
  },
  {
    name: 'rules',
    path: '/funds/rules',
    right: 'funds:rules',
    key: 'l',
    icon: <SlidersOutlined />,
    View: late(() => import('../funds/Rules')),
  },
  {
    name: 'templates',
    path: '/document/templates',
    right: 'document:templates',
    key: 'd',
    icon: <FileTextOutlined />,
    View: late(() => import('../platform/document/Templates')),
  },
  {
    name: 'rota',
    path: '/roster/rota',
    right: 'roster:read',
    key: 'r',
    icon: <CalendarOutlined />,
    View: late(() => import('../roster/Rota')),
  },
  {
    name: 'officers',
    path: '/roster/officers',
    right: 'roster:read',
    key: 'p',
    icon: <TeamOutlined />,
    View: late(() => import('../roster/Officers')),
  },
  {
    name: 'roles',
    path: '/roster/roles',
    right: 'roster:edit',
    key: 'e',
    icon: <SafetyCertificateOutlined />,
    View: late(() => import('../roster/Roles')),
  },
  {
    name: 'journal',
    path: '/journal',
    right: 'journal:read',
    key: 'j',
    icon: <AuditOutlined />,
    View: late(() => import('../platform/journal/Journal')),
  },
  {
    name: 'settings',
    path: '/settings',
    right: '',
    key: 's',
    icon: <SettingOutlined />,
    View: late(() => import('./Settings')),
  },
];

export function pagesFor(rights: string[]): HousePage[] {
  return kPages.filter((page) => !page.right || rights.includes(page.right));
}

// Fetches the page of this address (the duty desk, when there is none), while the session is still
// being asked for.
export async function fetchAhead(path: string) {
  const page = kPages.find((each) => path.startsWith(each.path)) ?? kPages[0]!;
  await loads.get(page.View)!().catch(() => undefined); // Drawing it will try again.
}
