// The palette as Ant Design's tokens and as custom properties (--ht-surface) for our own styles.
import { theme, type ThemeConfig } from 'antd';

import { kDark, kLight, type Palette } from './palette';

const kFonts =
  '"PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", ' +
  '"Source Han Sans SC", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

function tokens(palette: Palette): ThemeConfig['token'] {
  return {
    fontFamily: kFonts,
    fontSize: 14,
    borderRadius: 6,
    controlHeight: 32,
    wireframe: false,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
    colorPrimary: palette.leaf,
    colorPrimaryHover: palette.leafHover,
    colorPrimaryActive: palette.leafHover,
    colorPrimaryBg: palette.leafTint,
    colorLink: palette.leaf,
    colorLinkHover: palette.leafHover,
    colorInfo: palette.water,
    colorInfoBg: palette.waterTint,
    colorInfoBorder: palette.water,
    colorSuccess: palette.leaf,
    colorSuccessBg: palette.leafTint,
    colorSuccessBorder: palette.leaf,
    colorWarning: palette.amber,
    colorWarningBg: palette.amberTint,
    colorWarningBorder: palette.amber,
    colorError: palette.bloom,
    colorErrorBg: palette.bloomTint,
    colorErrorBorder: palette.bloom,
    colorErrorHover: palette.bloom,
    colorBgLayout: palette.ground,
    colorBgContainer: palette.surface,
    colorBgElevated: palette.surface,
    colorBgContainerDisabled: palette.raised,
    colorBorder: palette.edge,
    colorBorderSecondary: palette.line,
    colorText: palette.text,
    colorTextSecondary: palette.soft,
    colorTextTertiary: palette.soft,
    colorTextDescription: palette.soft,
    colorTextPlaceholder: palette.soft,
    colorTextDisabled: palette.soft,
    colorIcon: palette.soft,
    controlItemBgHover: palette.raised,
    controlItemBgActive: palette.leafTint,
  };
}

export function themeOf(dark: boolean): ThemeConfig {
  const palette = dark ? kDark : kLight;
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false, // Nothing else on the page brings styles of its own.
    token: tokens(palette),
    components: {
      Button: { primaryColor: palette.onLeaf, dangerColor: palette.onLeaf, primaryShadow: 'none' },
      Tooltip: { colorBgSpotlight: palette.text, colorTextLightSolid: palette.surface },
      Checkbox: { colorWhite: palette.onLeaf },
      Badge: { colorTextLightSolid: palette.surface },
      Segmented: { trackBg: palette.raised, itemSelectedBg: palette.leafTint },
    },
  };
}

// Set before the first drawing, so that nothing flashes.
export function paint(dark: boolean) {
  const root = document.documentElement;
  root.dataset['theme'] = dark ? 'dark' : 'light';
  root.style.colorScheme = dark ? 'dark' : 'light';
  for (const [name, colour] of Object.entries(dark ? kDark : kLight)) {
    root.style.setProperty(`--ht-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, colour);
  }
}
