// Data table.
#include "desk/warning/rules.h"

namespace hetang::warning {
namespace {

struct ScriptSeed {
  const char* fraud_type;
  const char* language;
  const char* text;
  const char* questions;
};

// What a new centre says; the centre edits it.
constexpr ScriptSeed kSeeds[] = {
    {"", "zh",
     "您好，我是反诈中心民警，警号可回拨96110核实。我们发现您可能正在被骗，请先停下手里的操作，不要"
     "再转账。"
     "请您不要挂断电话，也不要关机，我们的民警可以马上到您身边。",
     "现在是否有人在电话或视频里指导您操作？\n有没有人要求您不要告诉家人？\n今天是否转过账，转给了"
     "谁？\n"
     "手机上是否装过对方发来的软件，是否开着屏幕共享？"},
    {"", "en",
     "Hello, this is an officer of the anti-fraud centre; you can check my number by calling 96110."
     " You may be the target of a fraud right now. Please stop what you are doing and do not"
     " transfer any money. Please stay on the line; an officer can be with you in minutes.",
     "Is somebody guiding you by phone or video right now?\nWere you told not to tell your "
     "family?\n"
     "Did you transfer money today, and to whom?\nDid you install an app they sent, or share your"
     " screen?"},
    {"authority", "zh",
     "公安、检察院、法院不会在电话里办案，也没有“安全账户”。让您转账自证清白的，就是骗子。",
     "对方是否自称公检法？\n是否给您看过“通缉令”？\n是否让您到宾馆独自等候？"},
    {"authority", "en",
     "Police, prosecutors and courts never handle a case by phone, and there is no safe account."
     " Whoever asks you to transfer money to prove your innocence is a fraudster.",
     "Did they say they are police or a court?\nDid they show you a warrant?\nWere you told to wait"
     " alone in a hotel?"},
    {"task_rebate", "zh",
     "先返小利、再要您垫付做任务的，都是骗局。“操作失误要补单”是为了让您越转越多。",
     "是否先收到过小额返现？\n对方是否说您操作失误要补单？\n群里别人晒的收益您核实过吗？"},
    {"task_rebate", "en",
     "Small rebates first, then tasks that you pay for in advance: this is always a fraud. A"
     " 'mistake' that must be made good only makes you pay more.",
     "Did you first get small rebates?\nWere you told to make good a mistake?\nHave you checked the"
     " gains that others show?"},
    {"investment", "zh", "所谓内幕消息、稳赚不赔的平台是假的，后台数字由骗子随意改，钱早已被转走。",
     "平台是在应用商店下载的吗？\n试过把全部本金提出来吗？\n老师或群友见过面吗？"},
    {"investment", "en",
     "Inside tips and platforms that cannot lose are fake: the fraudster types the figures you see,"
     " and the money is gone.",
     "Did the app come from an app store?\nHave you tried to withdraw everything?\nHave you ever "
     "met"
     " the teacher or the others?"},
    {"fake_service", "zh", "客服退款不需要您转账，也不需要屏幕共享。请现在就关掉会议软件。",
     "对方是否要您开屏幕共享？\n是否说不操作会扣费？\n是否要您去借款平台借钱？"},
    {"fake_service", "en",
     "A refund never needs a transfer from you or a shared screen. Please close the meeting app "
     "now.",
     "Did they ask you to share your screen?\nDid they say you would be charged otherwise?\nWere "
     "you"
     " told to borrow money?"},
};

}  // namespace

Status SeedScripts(database::Transaction& tx) {
  for (const ScriptSeed& seed : kSeeds) {
    HT_TRY_STATUS(
        tx.Execute("INSERT INTO warning_script (fraud_type, language, text, questions, version)"
                   " VALUES (:t, :l, :text, :q, 1) ON CONFLICT (fraud_type, language) DO NOTHING",
                   seed.fraud_type, seed.language, seed.text, seed.questions));
  }
  return {};
}

}  // namespace hetang::warning
