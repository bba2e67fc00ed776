"""What people say around their questions in English."""

from __future__ import annotations

from bridge.fin.brains.phrases.phrase_table import Phrases

PHRASES = Phrases(
    language="en",
    sets={
        "person": (
            "human|humans|human_being|person|real_person|live_person|agent|live_agent|human_agent|agents|"
            "representative|representatives|rep|operator|advisor|adviser|employee|supervisor|manager|"
            "staff_member|member_of_staff|team_member|colleague|support_agent|customer_service_agent|"
            "customer_service_representative|someone_real|somebody_real|real_human|actual_person|actual_human"
        ),
        "anyone": (
            "someone|somebody|anyone|anybody|people|real_people|team|staff|support|support_team|"
            "customer_support|customer_service|customer_care|live_chat|support_staff"
        ),
        "a": "a|an|the|your|some|any|one_of_your|another|actual|real|live",
    },
    nots="dont|do_not|not|never|without|didnt|doesnt|isnt|wasnt|havent|hasnt|cant|couldnt|nothing|hardly",
    asks=(
        "how|what|whats|where|wheres|when|why|who|which|is|are|can|could|do|does|did|will|would|has|have|was"
    ),
    team=(
        "talk|speak|chat to|with ~ {person}|{anyone}",
        "talking|speaking|chatting to|with {a}? {a}? {person}",
        (
            "transfer|connect|escalate|forward|hand|pass|put|switch|redirect|refer me|us|this|it ~ "
            "{person}|{anyone}"
        ),
        "^ escalate this|it|my|please ~ $",
        "need|want|prefer|demand|require|get_me|give_me|send_me|find_me|like {a}? {a}? {person}",
        "contact|reach {a}? {a}? {person}",
        "is|are there {a}? {a}? {person} ~ $",
        (
            "^ is|are there? anyone|anybody|somebody|someone|any_people|a_real_person there|here|"
            "around|available $"
        ),
        "^ please? {a}? {a}? {person} please|now|asap? please|now? $",
        "^ live_chat|live_support|customer_service|customer_support|support please? $",
        "call|ring|phone me back? please|asap|now|today|tomorrow|at|on",
        "^ please? call|ring|phone me back? $",
        "call_back|callback please|requested|request $",
        "dont|do_not|not want|like|wanna ~ bot|robot|chatbot|machine|ai|computer",
        "no|stop|enough|not bot|bots|chatbot|robot|robots|machine|ai|this_bot|the_bot",
    ),
    helped=(
        "that|this|it|you|which|what really|just|actually|totally|definitely? did? helps|helped|help $",
        "that|this|it|you|which really|just|actually|totally|definitely? helps|helped|works|worked",
        "^ helps|helped|worked|works ~ $",
        "that|this|it|you|answer|info|information ~ helpful|useful",
        "^ very|really|super|so|most? helpful ~ $",
        "works|working now|again|fine|perfectly|like_a_charm|like_new",
        "that|this|it|you|which ~ did|does the trick",
        (
            "that|this|it|which|you ~ fixed|solved|resolved|answered|answers|solves|fixes it|that|this|"
            "my|the|everything"
        ),
        "^ fixed|solved|resolved|sorted it|now|already? $",
        (
            "problem|issue|question|matter|everything|all is|are|was|has_been|got? solved|fixed|"
            "resolved|answered|sorted"
        ),
        "^ all|were|im ~ good|clear|set|sorted|done now? $",
        "^ perfect|great|awesome|excellent|wonderful|brilliant|fantastic|amazing|super|lovely",
        "^ yes|yep|yeah|yup|yess $",
        "^ yes|yep|yeah|yup it|that|this did|does|was|is $",
        "got_it|understood|makes_sense|good_to_know|thats_all|that_is_all|thats_it|that_is_it|thats_clear",
        "^ no ~ further|more|other questions|question $",
        (
            "^ nothing_else|nothing_more|thats_everything|that_was_all|just_what_i_needed|"
            "exactly_what_i_needed ~ $"
        ),
        "what i needed|wanted|was_looking_for $",
    ),
    not_helped=(
        "that|this|it|you|which|answer|article ~ {nots} ~ help|helped|helping|helpful|useful",
        "that|this|which|answer {nots} ~ work|working|right|it|correct|answer",
        "that|this|it ~ {nots} answer|solve|fix my|the|it|that|this|anything",
        "^ it? didnt|did_not really? work|help ~ $",
        "^ {nots}|no help|helpful|useful|helping ~ $",
        "still|does|is|its ~ not|doesnt|isnt work|working|solved|fixed|helpful|clear",
        "not|isnt|wasnt what|the_question i ~ asked|meant|mean|need|want|looking|asking|for",
        "not what im ~ asking|looking",
        "wrong|bad|stupid|useless answer|reply|response|info|information",
        "useless|unhelpful|no_luck|not_really|didnt_help|no_help|not_helpful",
        "you {nots} ~ understand|get|understood",
        "^ thats|that_is|this_is|its wrong|incorrect|nonsense|rubbish|useless|not_right|not_true|not_it",
        "already tried|did|read|know|done|checked that|this|it|all_that",
        "^ no|nope|nah|negative $",
        "^ no|nope it|that|this|they didnt|doesnt|did_not|does_not|isnt|wasnt $",
        "^ try_again|again $",
    ),
    upset=(
        "ridiculous|unacceptable|outrageous|disgusting|disgraceful|appalling|shameful|pathetic|scandalous",
        "worst ~ service|support|company|shop|store|experience|bot|ever",
        "am|im so|very|really|absolutely|extremely? angry|furious|livid|outraged|pissed|disgusted|mad",
        "fed_up|had_enough|sick_and_tired|sick_of|tired_of ~ this|you|your|it|waiting|bot",
        "fed_up|sick_and_tired|rip_off|ripoff|bullshit|wtf|fuck|fucking|shit|crap|idiots|morons|assholes",
        "what_the hell|fuck|heck",
        "complete|total|absolute|utter|such_a|a joke|disaster|nightmare|disgrace|scam",
        "you ~ scammers|thieves|crooks|liars|incompetent",
        "never ~ buy|order|shop|come ~ here|you|again",
    ),
    thanks=(
        "thank you|u so|very? much?",
        "thanks|thx|thnx|thankyou|cheers|ty a|so|very? lot|much|bunch|million|again?",
        "many_thanks|much_appreciated|appreciate_it|appreciated|appreciate_your_help|i_appreciate_that",
        "^ no thanks|thank_you|thankyou $",
        "^ ok|okay|okey|alright|fine|cool|sure|nice|good|will_do $",
        "^ bye|goodbye|good_bye|see_you|see_ya|take_care|good_night ~ $",
        "have_a_nice|good|great|lovely day|weekend|evening|one $",
    ),
    greeting=(
        (
            "^ hi|hello|hey|hiya|howdy|yo|greetings|heya|helo|hallo there|all|team|everyone|fin|guys|"
            "again|folks?"
        ),
        "^ good morning|afternoon|evening|day",
        "how are you doing|today? today?",
        "^ dear ~ team|support|sir|madam",
    ),
    vague=(
        (
            "^ please|can_you|could_you|can_someone|i_need|i_want|i_need_your|i_need_some|need? help "
            "me? please? $"
        ),
        (
            "need|have|got|want|is|theres|facing|experiencing a|an|some|your|another|big|small? help|"
            "assistance|problem|question|issue|problems|questions|issues|trouble|request|concern|"
            "inquiry"
        ),
        "^ a|an|my|some|another|big? problem|question|issue|trouble|complaint|assistance please|here? $",
        "^ it|this|that|something|everything|mine ~ broken|wrong|broke|defective|damaged|faulty ~ $",
        (
            "^ it|this|something|everything|mine doesnt|does_not|isnt|is_not|wont|will_not|not ~ work|"
            "working ~ $"
        ),
        "^ not|doesnt|does_not work|working $",
        "^ it|its|this|that|thing is|got|has ~ broken|stuck|stopped ~ $",
        "^ its|thats ~ broken|stuck|defective|damaged|faulty|not_working ~ $",
        "something|somethings|anything ~ wrong",
        "problem|problems|issue|issues|trouble|question|questions with|about|regarding|concerning",
        "problem|problems|issue|issues|trouble $",
        "change|do|ask|know|say|report|discuss something $",
        "can|could|would you|somebody|someone ~ help|assist me|us? please?",
        "i am|im stuck|lost|confused $",
    ),
    words={
        "hello": "Hello! What can I help you with?",
        "welcome": "You are welcome! Write any time if there is something else.",
        "which": "I want to be sure that I understand you. Which of these is it about?",
        "what": "I am happy to help. Could you tell me in a few more words what it is about?",
    },
)
