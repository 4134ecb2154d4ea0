/** Words of a pet's name, in this order: adverbs, one adjective, one animal. */
export const ADVERBS = words(`
  barely boldly briefly calmly clearly daily deeply early easily evenly fairly firmly freely fully gently gladly happily
  highly jointly kindly lightly loudly mainly mildly nearly neatly openly plainly quickly quietly rarely really safely
  simply slowly smoothly softly steadily strongly surely swiftly truly warmly widely wisely
`);

export const ADJECTIVES = words(`
  able agile alert amber ample aware brave bright brisk calm casual clean clever cosmic crisp daring eager early exact
  fair famous fine fleet fresh gentle glad golden grand hardy honest humble jolly keen kind large lively loyal lucid
  merry mighty modest neat noble patient plucky polite prime proud quick quiet rapid ready robust shiny smart solid
  steady sunny sure swift tidy true valid vital vivid warm wise witty young
`);

export const ANIMALS = words(`
  ant badger bat bear beaver bee bison bobcat buck camel cat cobra condor coyote crab crane cricket deer dingo dog
  dolphin dove duck eagle eel egret elk falcon ferret finch fox frog gecko goat goose grouse hare hawk heron horse
  ibex jackal jaguar koala lark lemur lion llama lynx magpie marlin marten mole moose moth newt octopus orca osprey
  otter owl ox panda parrot pelican pike pony puma quail rabbit raven robin salmon seal shark sheep shrew skunk snail
  sparrow squid stag stork swan swift tapir tiger toad trout turtle viper vole walrus weasel whale wolf wombat wren yak
  zebra
`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
