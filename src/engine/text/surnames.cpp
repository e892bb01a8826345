#include "engine/text/surnames.h"

namespace hetang::text {
namespace {

constexpr std::u32string_view kSingle =
    U"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    U"魏薛"
    U"叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常"
    U"武乔"
    U"贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂"
    U"谷祁"
    U"时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵"
    U"解强"
    U"柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜"
    U"晏栾"
    U"郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌"
    U"银扬"
    U"明沙伏岑习胥保和蔺占步荀晁骆宰昝慕郗贲蒲禹湛厉闻相付代肖闫仝於缪国逄展麦邝桓亓鹿";
constexpr std::u32string_view kDouble[] = {U"欧阳", U"上官", U"司马", U"诸葛", U"东方", U"皇甫",
                                           U"尉迟", U"公孙", U"慕容", U"令狐", U"司徒", U"夏侯",
                                           U"端木", U"轩辕", U"长孙", U"宇文", U"独孤", U"南宫"};

}  // namespace

std::size_t SurnameSize(const Page& page, std::size_t at) {
  for (const std::u32string_view surname : kDouble) {
    if (page.Has(at, surname)) return 2;
  }
  const char32_t here = page.At(at);
  return here != U'\0' && kSingle.find(here) != kSingle.npos ? 1 : 0;
}

bool IsGivenName(char32_t c) {
  constexpr std::u32string_view kGoesOn =
      U"称系在于因为到来报通接被向将与和的是其经按又某说家表办要、，说女男有从用等同持账";
  return kGoesOn.find(c) == kGoesOn.npos;
}

}  // namespace hetang::text
